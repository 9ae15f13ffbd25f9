"""A list of recordings that lie in the bucket already, under the caller's own import prefix."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from urllib.parse import quote

from api.spoken import known_task, naming, sane_subject
from speechscan.domain.batch import MAX_ITEMS
from speechscan.domain.task import Task
from speechscan.errors import InvalidRequest, NotFound
from speechscan.storage import IMPORTS, ObjectStore

COLUMNS = ("key", "subject", "task")
# A thousand of the longest keys, with subjects.
_MAX_BYTES = 2 * 1024 * 1024
# S3's own limit.
_MAX_KEY_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Import:
    key: str
    subject: str | None
    task: Task | None


def import_prefix(owner: str) -> str:
    """A caller's name may hold anything: quoted, it is one segment of a path and begins no other's prefix."""
    segment = quote(owner, safe="")
    return f"{IMPORTS}{segment.replace('.', '%2E') if set(segment) == {'.'} else segment}/"


def read_manifest(store: ObjectStore, owner: str, key: str) -> list[Import]:
    """Blocking. Raises NotFound, Unavailable, and InvalidRequest with the line that is wrong, never its content."""
    _require_own(owner, key, "manifest_key")
    data = bytearray()
    try:
        for chunk in store.chunks(key):
            data += chunk
            if len(data) > _MAX_BYTES:
                raise InvalidRequest(f"The manifest may have at most {_MAX_BYTES} bytes.")
    except NotFound:
        raise NotFound("There is no such manifest. Put it into the bucket first.") from None
    return _parsed(owner, bytes(data))


def _parsed(owner: str, data: bytes) -> list[Import]:
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        columns = rows.fieldnames or []
        if "key" not in columns or not set(columns) <= set(COLUMNS):
            raise InvalidRequest(
                f"The manifest's first line names its columns: {', '.join(COLUMNS)}. `key` must be there."
            )
        found = [_import(owner, row, f"line {rows.line_num} of the manifest") for row in rows]
    except (UnicodeDecodeError, csv.Error):
        raise InvalidRequest("The manifest is not a CSV file in UTF-8.") from None
    if not 0 < len(found) <= MAX_ITEMS:
        raise InvalidRequest(f"A manifest lists 1 to {MAX_ITEMS} recordings.")
    return found


def _import(owner: str, row: dict[str, str | None], where: str) -> Import:
    # None is the key of cells beyond the columns, and the value of those that a short line lacks.
    if None in row:
        raise InvalidRequest(f"There are too many cells in {where}.")
    key, subject, task = (row.get(name) or "" for name in COLUMNS)
    _require_own(owner, key, where)
    with naming(where):
        return Import(
            key, sane_subject(subject.encode()) if subject else None, known_task(task.encode()) if task else None
        )


def _require_own(owner: str, key: str, where: str) -> None:
    """A store may read dots in a path as a file system does."""
    prefix = import_prefix(owner)
    segments = key.split("/")
    sane = key.isprintable() and len(key.encode()) <= _MAX_KEY_BYTES and not {"", ".", ".."} & set(segments)
    if not (sane and key.startswith(prefix)):
        raise InvalidRequest(f"The key in {where} is none below {prefix}, where your recordings must lie.")
