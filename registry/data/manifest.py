"""Labelled clips, and the CSV file that describes them row by row. docs/data.md has the columns."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from registry.data.errors import BadManifest, at
from registry.data.table import Row, Table, read_table

HEALTHY, DYSARTHRIC = "healthy", "dysarthric"
LABELS = (HEALTHY, DYSARTHRIC)
SEXES = ("f", "m")
YOUNGEST, OLDEST = 0.0, 120.0
AGE = r"^-?\d+(?:\.\d*)?$"
NO_CORPUS, NO_TASK = "(no corpus)", "(no task)"
REQUIRED = ("path", "label", "speaker")
OPTIONAL = ("sex", "age", "task", "corpus", "language", "licence", "split")


@dataclass(frozen=True, slots=True)
class Clip:
    """An empty string or None is 'not known'.

    sex    f or m
    age    years
    task   what was spoken, as `sustained_vowel_a`, `word`, `sentence`
    split  name of the part of the data that the clip belongs to, if the manifest divides it
    more   the manifest's further columns
    line   in the manifest, None if the clip does not come from one
    """

    path: Path
    label: str
    speaker: str
    sex: str = ""
    age: float | None = None
    task: str = ""
    corpus: str = ""
    language: str = ""
    licence: str = ""
    split: str = ""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    line: int | None = field(default=None, compare=False)

    @property
    def dysarthric(self) -> bool:
        return self.label == DYSARTHRIC

    @property
    def male(self) -> bool | None:
        return self.sex == "m" if self.sex else None

    @property
    def corpus_name(self) -> str:
        return self.corpus or NO_CORPUS

    @property
    def task_name(self) -> str:
        return self.task or NO_TASK


@dataclass(frozen=True, slots=True)
class Manifest:
    path: Path
    clips: tuple[Clip, ...]

    def without(self, lines: Collection[int]) -> Manifest:
        return replace(self, clips=tuple(clip for clip in self.clips if clip.line not in lines))


def read(path: Path, audio: Path | None = None) -> Manifest:
    """`path` is the file, or a folder with a manifest.csv; `audio` the folder of its files, if that is another one.
    Raises BadManifest at the first cell that makes no sense."""
    table = read_table(path, audio=audio)
    return Manifest(table.path, from_table(table))


def from_table(table: Table) -> tuple[Clip, ...]:
    require_columns(table)
    return tuple(_clip(row, table) for row in table.rows)


def require_columns(table: Table) -> None:
    if missing := [column for column in REQUIRED if column not in table.columns]:
        raise BadManifest(
            f"{table.path.name}, line 1: the column {missing[0]} is missing. Each row needs {', '.join(REQUIRED)}."
        )


def write(path: Path, clips: Iterable[Clip]) -> None:
    """Paths are written relative to the manifest where the audio lies below its folder, absolute elsewhere."""
    rows = [_cells(clip, Path(os.path.abspath(path.parent))) for clip in clips]
    used = {column: None for row in rows for column, cell in row.items() if cell}
    columns = [*REQUIRED, *(c for c in OPTIONAL if c in used), *(c for c in used if c not in REQUIRED + OPTIONAL)]
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    unfinished.replace(path)


def _clip(row: Row, table: Table) -> Clip:
    name, cells = table.path.name, row.cells
    for column in REQUIRED:
        if not cells[column]:
            raise at(name, row.line, column, "it is empty. Fill it in or delete the row.")
    if cells["label"] not in LABELS:
        raise at(name, row.line, "label", f"{cells['label']!r} is not a label. Write {' or '.join(LABELS)}.")
    return Clip(
        path=table.folder / cells["path"],
        label=cells["label"],
        speaker=cells["speaker"],
        sex=sex_from(row, table),
        age=age_from(row, table),
        task=cells.get("task", ""),
        corpus=cells.get("corpus", ""),
        language=cells.get("language", ""),
        licence=cells.get("licence", ""),
        split=cells.get("split", ""),
        more={column: cell for column, cell in cells.items() if column not in REQUIRED + OPTIONAL},
        line=row.line,
    )


def sex_from(row: Row, table: Table) -> str:
    sex = row.cells.get("sex", "")
    if sex not in ("", *SEXES):
        raise at(table.path.name, row.line, "sex", f"{sex!r} is not known here. Write f or m, or leave it empty.")
    return sex


def age_from(row: Row, table: Table) -> float | None:
    if not (cell := row.cells.get("age", "")):
        return None
    years = years_from(cell)
    if years is None or not YOUNGEST <= years <= OLDEST:
        what = f"{cell!r} is no number of years from {YOUNGEST:g} to {OLDEST:g}. Correct it or leave it empty."
        raise at(table.path.name, row.line, "age", what)
    return years


def years_from(cell: str) -> float | None:
    return float(cell) if re.match(AGE, cell) else None


def _cells(clip: Clip, folder: Path) -> dict[str, str]:
    path = Path(os.path.abspath(clip.path))
    return {
        "path": (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix(),
        "label": clip.label,
        "speaker": clip.speaker,
        "sex": clip.sex,
        "age": "" if clip.age is None else f"{clip.age:g}",
        "task": clip.task,
        "corpus": clip.corpus,
        "language": clip.language,
        "licence": clip.licence,
        "split": clip.split,
        **clip.more,
    }
