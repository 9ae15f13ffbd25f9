"""Where reference sets lie in the object store.

references/audio/SHA256.flac          a clip, by the digest of its samples; sets share them
references/sets/SHA256.json           a set's description, by its own digest
references/names/NAME/000001.json     which set is version 1 of NAME, since when, and whether it is retired
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechscan.errors import InvalidRequest

REFERENCES = "references/"
NAMES = f"{REFERENCES}names/"
SETS = f"{REFERENCES}sets/"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ENTRY = re.compile(rf"{NAMES}(?P<name>[^/]+)/(?P<version>\d{{6}})\.json")


def audio_key(sha256: str) -> str:
    return f"{REFERENCES}audio/{sha256}.flac"


def set_key(sha256: str) -> str:
    return f"{SETS}{sha256}.json"


def entries_prefix(name: str) -> str:
    return f"{NAMES}{name}/"


def entry_key(name: str, version: int) -> str:
    return f"{entries_prefix(name)}{version:06d}.json"


def entry_of(key: str) -> tuple[str, int] | None:
    """(name, version); None for a key that is not laid out by this module."""
    found = _ENTRY.fullmatch(key)
    return found and (found["name"], int(found["version"]))


def checked_name(name: str, taken: Iterator[str] | tuple[str, ...] = ()) -> str:
    """Raises InvalidRequest for what cannot name a set."""
    if not _NAME.fullmatch(name):
        raise InvalidRequest(
            f"{name!r} cannot name a reference set. Take small letters, digits, '.', '_' and '-', at most 64."
        )
    if name in taken:
        raise InvalidRequest(f"{name!r} is the name of a set that is built in. Take another one.")
    return name
