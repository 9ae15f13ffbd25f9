"""The object store's edge, and the layout of its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

RECORDINGS = "recordings/"
REPORTS = "reports/"
UPLOADS = "uploads/"
IMPORTS = "imports/"


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What a client posts as multipart/form-data to `url`: all `fields`, then `file`."""

    url: str
    fields: Mapping[str, str]
    max_bytes: int
    expires_at: datetime


def job_prefix(job_id: UUID) -> str:
    return f"{RECORDINGS}{job_id}/"


def upload_key(job_id: UUID) -> str:
    """The bytes as they came in."""
    return f"{job_prefix(job_id)}upload"


def canonical_key(job_id: UUID) -> str:
    """The same recording as 16 kHz mono FLAC."""
    return f"{job_prefix(job_id)}canonical.flac"


def batch_prefix(batch_id: UUID) -> str:
    return f"{UPLOADS}{batch_id}/"


def item_prefix(batch_id: UUID, position: int) -> str:
    """Ends with a slash, so that it is no beginning of another item's."""
    return f"{batch_prefix(batch_id)}{position}/"


def item_key(batch_id: UUID, position: int) -> str:
    """Where a client writes past the API. What lies there is not to be trusted, and can be overwritten."""
    return f"{item_prefix(batch_id, position)}recording"


def item_of(key: str) -> tuple[UUID, int] | None:
    """The batch and position that an object belongs to; None for a key that is not laid out by this module."""
    parts = key.removeprefix(UPLOADS).split("/")
    try:
        return (UUID(parts[0]), int(parts[1])) if key.startswith(UPLOADS) and len(parts) == 3 else None
    except ValueError:
        return None


def card_key(digest: str) -> str:
    """The card of the model version whose files have this digest, Markdown."""
    return f"models/{digest}/MODEL_CARD.md"


def metadata_key(digest: str) -> str:
    """The metadata of the same version, JSON: the digest is the SHA-256 of these bytes."""
    return f"models/{digest}/metadata.json"


def report_key(kind: str, report_id: UUID, name: str) -> str:
    return f"{REPORTS}{kind}/{report_id}/{name}"


def report_of(key: str) -> UUID | None:
    """The report that an object belongs to; None for a key that is not laid out by this module."""
    parts = key.removeprefix(REPORTS).split("/")
    try:
        return UUID(parts[1]) if key.startswith(REPORTS) and len(parts) == 3 else None
    except ValueError:
        return None


def job_of(key: str) -> UUID | None:
    """The job that an object belongs to; None for a key that is not laid out by this module."""
    head, _, _ = key.removeprefix(RECORDINGS).partition("/")
    try:
        return UUID(head) if key.startswith(RECORDINGS) else None
    except ValueError:
        return None


class ObjectStore(Protocol):
    """Blocking; callers on an event loop use `asyncio.to_thread`.

    Every method raises `Unavailable` when the store cannot be reached, `get` and `chunks` raise `NotFound` for a
    missing key.
    """

    def put(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> None: ...

    def put_new(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> bool:
        """Writes unless the key is taken, and says whether it has. Of two at once one wins."""
        ...

    def get(self, key: str) -> bytes: ...

    def chunks(self, key: str) -> Iterator[bytes]:
        """The object piece by piece. Whether it is there is found out at the call, not at the first piece."""
        ...

    def delete_prefix(self, prefix: str) -> int:
        """Erases every object under `prefix` and says how many there were."""
        ...

    def keys(self, prefix: str, *, older_than: timedelta) -> Iterator[str]:
        """Keys under `prefix` that were written longer ago than that."""
        ...

    def upload_form(self, key: str, *, max_bytes: int, valid_for: timedelta) -> UploadForm:
        """Lets whoever has it write this one key, so much, so long, as often as it likes. Asks nobody."""
        ...

    def check(self) -> None:
        """Raises `Unavailable` unless the store answers and the bucket is there."""
        ...
