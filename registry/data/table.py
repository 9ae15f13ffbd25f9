"""A manifest as text: columns, and rows with their line numbers. What a cell may hold is not looked at here."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.data.errors import BadManifest

FILE_NAME = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """line: in the file, where the header is line 1. cells: without blanks at their ends."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    audio: Path | None = None

    @property
    def folder(self) -> Path:
        """Paths in the table are relative to it: to `audio` if that is given, else to the table's own folder."""
        return self.path.parent if self.audio is None else self.audio


def read_table(path: Path, delimiter: str = ",", audio: Path | None = None) -> Table:
    """`path` is the file, or a folder with a manifest.csv. Raises BadManifest if it is not a table of text.

    audio   folder of the files that it names, if that is not the table's own"""
    file = path / FILE_NAME if path.is_dir() else path
    lines = csv.reader(_text(file).splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(lines, []), file.name)
        return Table(file, columns, tuple(_rows(lines, columns, file.name)), audio)
    except csv.Error as error:
        raise BadManifest(f"{file.name}, line {lines.line_num}: {error}. Check the quotation marks.") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # spreadsheets begin their CSV files with a byte order mark
    except UnicodeDecodeError as error:
        raise BadManifest(f"{file.name} is not UTF-8 text. Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise BadManifest(f"There is no manifest that can be read at {file}: {error.strerror}.") from error


def _columns(header: list[str], name: str) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in header)
    if not any(columns):
        raise BadManifest(f"{name}, line 1: the header is missing. It needs at least path,label,speaker.")
    if len(columns) == 1 and {";", "\t"} & set(columns[0]):
        raise BadManifest(f"{name}, line 1: the columns are not separated by commas. Save it with commas.")
    for position, column in enumerate(columns, start=1):
        if not column or column in columns[: position - 1]:
            what = f"{column!r} is there twice" if column else "it has no name"
            raise BadManifest(f"{name}, line 1, column {position}: {what}. Give each column a name of its own.")
    return columns


def _rows(lines: Iterator[list[str]], columns: tuple[str, ...], name: str) -> Iterator[Row]:
    for cells in lines:
        line = lines.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise BadManifest(
                f"{name}, line {line}: it has {len(cells)} cells and the header has {len(columns)}. "
                "Put a cell that holds a comma in quotation marks."
            )
        yield Row(line, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)})
