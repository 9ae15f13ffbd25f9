"""Minsk2020 ALS (Vashkevich and Rushkevich 2021): sustained /a/ and /i/ of patients with ALS and of healthy people.

    ALS/008_a.wav, HC/002_i.wav     as published
    ALS_008_a.wav, HC_002_i.wav     all in one folder

The number counts within its group: ALS 028 and HC 028 are two people. Sex and age are in the corpus's own tables
(ALS_table.xlsx, HC_table.xlsx); `registry.data.people` adds them from a CSV file.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from registry.data.importers.base import Imported, existing, recordings, some
from registry.data.manifest import DYSARTHRIC, HEALTHY, Clip
from speechscan.domain.task import Task

CORPUS = "minsk2020_als"
LICENCE = "GPL-3.0"
LAYOUT = "ALS/008_a.wav or ALS_008_a.wav, HC for healthy. Give the folder that holds ALS and HC."

_LABELS = {"ALS": DYSARTHRIC, "HC": HEALTHY}
_NAME = re.compile(r"(?P<group>ALS|HC)_(?P<number>\d{3})_(?P<vowel>[ai])")


def minsk(folder: Path) -> Imported:
    root, clips, left_out = existing(folder), list[Clip](), Counter[str]()
    for path in recordings(root):
        if name := _NAME.fullmatch(path.stem) or _NAME.fullmatch(f"{path.parent.name}_{path.stem}"):
            clips.append(_clip(path, name))
        else:
            left_out["its name is not one of the Minsk corpus"] += 1
    return Imported(some(clips, folder, LAYOUT), left_out)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    return Clip(
        path=path,
        label=_LABELS[name["group"]],
        speaker=f"minsk_{name['group']}_{name['number']}",
        task=Task(f"sustained_vowel_{name['vowel']}"),
        corpus=CORPUS,
        language="be/ru",
        licence=LICENCE,
    )
