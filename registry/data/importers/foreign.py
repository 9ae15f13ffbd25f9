"""A table that somebody else made: other names for columns and labels, other separators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from registry.data.errors import BadManifest
from registry.data.importers.base import Imported
from registry.data.manifest import OPTIONAL, REQUIRED, from_table
from registry.data.table import FILE_NAME, Row, Table, read_table

DELIMITERS = (",", ";", "\t")
_SEXES = {"female": "f", "woman": "f", "w": "f", "male": "m", "man": "m"}


def foreign(path: Path, columns: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None) -> Imported:
    """columns: from our name to the table's, as {"speaker": "patient"}. labels: from the table's to ours, as
    {"ALS": "dysarthric"}. `path` is the file, or a folder with a manifest.csv."""
    table = _renamed(_read(path), columns or {})
    told = replace(table, rows=tuple(_translated(row, labels or {}) for row in table.rows))
    return Imported(tuple(replace(clip, path=clip.path.absolute(), line=None) for clip in from_table(told)))


def _read(path: Path) -> Table:
    """With the separator that the header has most of."""
    file = path / FILE_NAME if path.is_dir() else path
    header = file.read_bytes().partition(b"\n")[0] if file.is_file() else b""
    return read_table(file, max(DELIMITERS, key=lambda delimiter: header.count(delimiter.encode())))


def _renamed(table: Table, columns: Mapping[str, str]) -> Table:
    for ours, theirs in columns.items():
        if ours not in REQUIRED + OPTIONAL:
            raise BadManifest(f"There is no column {ours} to fill. The columns are {', '.join(REQUIRED + OPTIONAL)}.")
        if theirs not in table.columns:
            raise BadManifest(f"{table.path.name} has no column {theirs}. It has {', '.join(table.columns)}.")
    ours_of = {theirs: ours for ours, theirs in columns.items()}
    # A column of theirs that bears our name but is not the one that was meant gives way.
    kept = [name for name in table.columns if name in ours_of or name not in columns]
    return Table(
        table.path,
        tuple(ours_of.get(name, name) for name in kept),
        tuple(Row(row.line, {ours_of.get(name, name): row.cells[name] for name in kept}) for row in table.rows),
    )


def _translated(row: Row, labels: Mapping[str, str]) -> Row:
    label, sex = row.cells.get("label", ""), row.cells.get("sex", "")
    said = {"label": labels.get(label, label.lower()), "sex": _SEXES.get(sex.lower(), sex.lower())}
    return Row(row.line, {**row.cells, **{column: cell for column, cell in said.items() if column in row.cells}})
