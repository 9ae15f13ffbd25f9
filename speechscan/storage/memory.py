"""An object store in memory, for tests that open no socket. Held to the same contract test as S3."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

from speechscan.errors import NotFound, Unavailable
from speechscan.storage.base import UploadForm

_CHUNK = 64 * 1024
_URL = "memory://uploads"


class MemoryStore:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self._written: dict[str, datetime] = {}
        self._forms: dict[str, tuple[str, int, datetime]] = {}
        self._looking = Lock()
        self.away = False

    def put(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        self.check()
        self.objects[key] = bytes(data)
        self._written[key] = datetime.now(UTC)

    def put_new(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> bool:
        with self._looking:
            self.check()
            if key in self.objects:
                return False
            self.put(key, data, content_type)
            return True

    def get(self, key: str) -> bytes:
        self.check()
        try:
            return self.objects[key]
        except KeyError:
            raise NotFound(f"There is no object {key}.") from None

    def chunks(self, key: str) -> Iterator[bytes]:
        data = self.get(key)
        return (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))

    def delete_prefix(self, prefix: str) -> int:
        self.check()
        doomed = [key for key in self.objects if key.startswith(prefix)]
        for key in doomed:
            del self.objects[key]
        return len(doomed)

    def keys(self, prefix: str, *, older_than: timedelta) -> Iterator[str]:
        self.check()
        before = datetime.now(UTC) - older_than
        yield from [key for key in self.objects if key.startswith(prefix) and self._written[key] <= before]

    def upload_form(self, key: str, *, max_bytes: int, valid_for: timedelta) -> UploadForm:
        ticket, expires_at = secrets.token_urlsafe(16), datetime.now(UTC) + valid_for
        self._forms[ticket] = (key, max_bytes, expires_at)
        return UploadForm(_URL, {"key": key, "ticket": ticket}, max_bytes, expires_at)

    def post(self, fields: Mapping[str, str], data: bytes) -> bool:
        """What S3 does with a posted form. False: refused."""
        self.check()
        key, max_bytes, expires_at = self._forms.get(
            fields.get("ticket", ""), ("", 0, datetime.min.replace(tzinfo=UTC))
        )
        if fields["key"] != key or len(data) > max_bytes or datetime.now(UTC) > expires_at:
            return False
        self.put(key, data)
        return True

    def check(self) -> None:
        if self.away:
            raise Unavailable("store", "The object store is away.")
