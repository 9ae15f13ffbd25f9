"""A simulated cohort as a folder of files with a manifest, to train on or to judge by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from registry.data.manifest import Clip
from registry.data.manifest import write as write_manifest
from registry.data.table import FILE_NAME
from regression.phantoms.cohort import CORPUS, CohortClip
from regression.phantoms.encoding import encode

SOURCE = "synthetic voices made by `speechscan phantoms --cohort`, not people"
_README = """\
# A simulated cohort

Synthetic voices, made by `speechscan phantoms --cohort` from a seed, in two classes with a known difference. No person
spoke any of this. A model that was trained on it, and any figure that was measured on it, says nothing about anybody's
speech: it is for trying training, regression and promotion. Do not mix the files with recordings of people.

`manifest.csv` has the labels that a training is told; the column `made` the class that each voice was made for. They
differ where labels were made wrong on purpose.
"""


def write(folder: Path, clips: Sequence[CohortClip]) -> Iterator[str]:
    """Writes one FLAC file after the other and yields its name; manifest and README come last."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for clip in clips:
        name = f"{clip.phantom.name}.flac"
        (folder / name).write_bytes(encode(clip.phantom.voice().samples, "flac"))
        rows.append(_row(folder / name, clip))
        yield name
    write_manifest(folder / FILE_NAME, rows)
    (folder / "README.md").write_text(_README)


def _row(path: Path, clip: CohortClip) -> Clip:
    return Clip(
        path=path,
        label=clip.label,
        speaker=clip.speaker,
        sex=clip.sex,
        age=clip.age,
        task=clip.task,
        corpus=CORPUS,
        licence="synthetic",
        more={"source": SOURCE, "made": clip.made},
    )
