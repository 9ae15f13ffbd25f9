"""UA-Speech (Kim et al. 2008): dysarthric speakers with cerebral palsy and controls, isolated English words.

    audio/[original/]M04/M04_B1_C1_M2.wav       speaker, block, word, microphone
    audio/[original/]CF02/CF02_B1_UW3_M5.wav    a C before the sex marks a control

Words: D digits, L letters, C computer commands, CW common and UW uncommon words. Up to seven microphones (M2 to M8) of
an array heard each utterance: one is taken, so that an utterance counts once. The corpus was published as it was
recorded (`original`), with its level normalised, and with its noise reduced; where several are there, the original is
taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from registry.data.importers.base import Imported, existing, recordings, some
from registry.data.manifest import DYSARTHRIC, HEALTHY, Clip
from speechscan.domain.task import Task

CORPUS = "uaspeech"
LAYOUT = "audio/M04/M04_B1_C1_M2.wav. Give the folder that holds audio."
ORIGINAL = "original"
# In the middle of the array.
MICROPHONE = "M5"

_NAME = re.compile(
    r"(?P<speaker>(?P<control>C?)(?P<sex>[FM])\d{2})_(?P<block>B\d)_(?P<word>(?P<kind>CW|UW|C|D|L)[0-9A-Z]+)"
    r"(?:_(?P<microphone>M\d))?"
)
_TASKS = {"D": Task.DIGIT, "L": Task.LETTER}


def uaspeech(folder: Path, microphone: str = MICROPHONE) -> Imported:
    """`microphone` is taken where an utterance has it, else the first there is."""
    root, left_out = existing(folder), Counter[str]()
    utterances: dict[tuple[str, str, str], list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path in recordings(root):
        if name := _NAME.fullmatch(path.stem):
            utterances[name["speaker"], name["block"], name["word"]].append((path, name))
        else:
            left_out["its name is not one of UA-Speech"] += 1
    clips = []
    for heard in utterances.values():
        path, name = min(heard, key=lambda one: _rank(one[0].relative_to(root).parts, one[1], microphone))
        clips.append(_clip(path, name))
        left_out["another microphone or processing of an utterance that is taken"] += len(heard) - 1
    return Imported(some(clips, folder, LAYOUT), {reason: count for reason, count in left_out.items() if count})


def _rank(parts: tuple[str, ...], name: re.Match[str], microphone: str) -> tuple[bool, bool, tuple[str, ...]]:
    """The processing comes before the microphone, so that all clips are of one processing."""
    return ORIGINAL not in parts, name["microphone"] != microphone, parts


def _clip(path: Path, name: re.Match[str]) -> Clip:
    return Clip(
        path=path,
        label=HEALTHY if name["control"] else DYSARTHRIC,
        speaker=f"{CORPUS}_{name['speaker']}",
        sex=name["sex"].lower(),
        task=_TASKS.get(name["kind"], Task.WORD),
        corpus=CORPUS,
        language="en",
        more={"word": name["word"], "block": name["block"], "microphone": name["microphone"] or ""},
    )
