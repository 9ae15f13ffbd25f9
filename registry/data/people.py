"""What a corpus tells of its speakers in a table of its own: sex, age, diagnosis. Added to their clips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from registry.data.errors import BadManifest, at
from registry.data.manifest import OPTIONAL, Clip, age_from, sex_from
from registry.data.table import Row, Table, read_table

KEY = "speaker"


def with_people(clips: Iterable[Clip], path: Path) -> tuple[Clip, ...]:
    """The table has a column `speaker`, with the speakers' names as in the manifest, and any of sex, age and columns of
    its own. A clip whose speaker is not in it stays as it is; a row whose speaker has no clip is an error."""
    clips, table = tuple(clips), read_table(path)
    people = _by_speaker(table)
    heard = {clip.speaker for clip in clips}
    for name, row in people.items():
        if name not in heard:
            raise at(table.path.name, row.line, KEY, f"no recording is of {name}. The first is of {min(heard)}.")
    return tuple(_told(clip, people[clip.speaker], table) if clip.speaker in people else clip for clip in clips)


def _by_speaker(table: Table) -> dict[str, Row]:
    if KEY not in table.columns:
        raise BadManifest(f"{table.path.name}, line 1: the column {KEY} is missing.")
    people: dict[str, Row] = {}
    for row in table.rows:
        name = row.cells[KEY]
        if name in people:
            raise at(table.path.name, row.line, KEY, f"the speaker of line {people[name].line} again. Keep one row.")
        people[name] = row
    return people


def _told(clip: Clip, row: Row, table: Table) -> Clip:
    own = {column: cell for column, cell in row.cells.items() if column not in (KEY, *OPTIONAL)}
    return replace(
        clip,
        sex=sex_from(row, table) or clip.sex,
        age=age_from(row, table) if row.cells.get("age") else clip.age,
        more={**clip.more, **own},
    )
