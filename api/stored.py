"""A recording that a client put into the object store itself, read and judged here: size, content, digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from api.upload import recognised_format, too_large
from speechscan.storage import ObjectStore


@dataclass(frozen=True, slots=True)
class StoredRecording:
    data: bytes
    sha256: str
    format: str


def read_stored(store: ObjectStore, key: str, max_bytes: int) -> StoredRecording:
    """Blocking. Raises NotFound, TooLarge, UnsupportedFormat, Unavailable. The form bounds the size, but an import was
    written by others."""
    data = bytearray()
    for chunk in store.chunks(key):
        data += chunk
        if len(data) > max_bytes:
            raise too_large(max_bytes)
    whole = bytes(data)
    return StoredRecording(whole, hashlib.sha256(whole).hexdigest(), recognised_format(whole))
