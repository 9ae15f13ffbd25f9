"""A table that says whose voice is in which file, for `speechscan batch submit --subjects`."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from speechscan.cli.printable import printable
from speechscan.client import Item
from speechscan.domain.task import Task
from speechscan.errors import InvalidRequest

COLUMNS = ("file", "subject", "task")
_MOST_TOLD = 5


def items_of(table: Path, paths: Sequence[Path], task: str | None) -> list[Item]:
    """One for each path, in their order. A line's `file` is the path of one of them, or the end of it, as its name
    alone. task: where the table names none. Raises InvalidRequest with the lines and files that do not match."""
    by_name: Mapping[str, list[Path]] = defaultdict(list)
    for path in paths:
        by_name[printable(path.name)].append(path)
    found: dict[Path, Item] = {}
    wrong: list[str] = []
    for line, row in _rows(table):
        try:
            path = _only(row["file"], by_name, found)
            found[path] = Item(path, row["subject"] or None, _known(row["task"]) or task)
        except InvalidRequest as error:
            wrong.append(f"Line {line}: {error.detail}")
    wrong += [] if wrong else [f"{path} has no line. Its subject may be empty." for path in paths if path not in found]
    if wrong:
        raise InvalidRequest("\n".join([f"{table} does not fit the recordings.", *_told(wrong)]))
    return [found[path] for path in paths]


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """With the number of the line that each ends in."""
    try:
        text = table.read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = rows.fieldnames or []
        if not {"file", "subject"} <= set(columns) <= set(COLUMNS):
            raise InvalidRequest(
                f"The first line of {table} names its columns, with commas between them: file, subject and, if you "
                "like, task."
            )
        for row in rows:
            # None is the key of cells beyond the columns, and the value of those that a short line lacks.
            if None in row:
                raise InvalidRequest(f"Line {rows.line_num} of {table} has too many cells.")
            yield rows.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}
    except (UnicodeDecodeError, csv.Error):
        raise InvalidRequest(f"{table} is not a CSV file in UTF-8.") from None
    except OSError as error:
        raise InvalidRequest(f"{table} cannot be read: {error.strerror}.") from error


def _only(file: str, by_name: Mapping[str, Sequence[Path]], taken: Container[Path]) -> Path:
    ending = Path(file).parts
    fits = [path for path in by_name.get(Path(file).name, ()) if _parts(path)[-len(ending) :] == ending]
    if not fits:
        raise InvalidRequest(f"none of the recordings is {file or 'without a name'}.")
    if len(fits) > 1:
        raise InvalidRequest(f"{len(fits)} of the recordings are {file}. Write more of the path.")
    if fits[0] in taken:
        raise InvalidRequest(f"{file} has a line already.")
    return fits[0]


def _parts(path: Path) -> tuple[str, ...]:
    """As text: a table in UTF-8 cannot say them otherwise."""
    return Path(printable(path.absolute())).parts


def _known(task: str) -> str:
    if task and task not in list(Task):
        raise InvalidRequest(f"the task {task} is not known. Leave it out, or write one of these: {', '.join(Task)}.")
    return task


def _told(wrong: Sequence[str]) -> list[str]:
    rest = len(wrong) - _MOST_TOLD
    return [*wrong[:_MOST_TOLD], *([f"And {rest} more."] if rest > 0 else [])]
