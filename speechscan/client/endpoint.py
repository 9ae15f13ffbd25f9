"""Where the API is and who calls."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from speechscan import __version__
from speechscan.client.call import Call
from speechscan.client.errors import BadAddress
from speechscan.errors import Unauthenticated

URL_VARIABLE = "SPEECHSCAN_API_URL"
KEY_VARIABLE = "SPEECHSCAN_API_KEY"
DEFAULT_URL = "http://127.0.0.1:8600"
_CONNECT_S = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    url: str
    key: str | None = field(repr=False)
    timeout_s: float

    @classmethod
    def of(cls, url: str | None, key: str | None, timeout_s: float) -> Endpoint:
        """What is not given comes from the environment. Raises BadAddress and Unauthenticated."""
        url = (url or os.environ.get(URL_VARIABLE) or DEFAULT_URL).rstrip("/")
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL:
            parsed = httpx.URL("")
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise BadAddress(f"{url} is no address of an API. It looks like {DEFAULT_URL}.")
        return cls(url, _sane(key or os.environ.get(KEY_VARIABLE) or ""), timeout_s)

    def request(self, call: Call[Any]) -> dict[str, Any]:
        """Arguments of httpx's `request`, but for the body."""
        shared = {"method": call.method, "params": call.params or None, "timeout": self._timeout(call)}
        if call.form is not None:
            return {**shared, "url": call.path, "headers": dict(call.headers)}
        headers = {**self.headers, **call.headers}
        if call.recording is not None:
            # Said beforehand, so that one that is too large is refused before it is sent.
            headers["Content-Length"] = str(call.recording.size())
        asked: dict[str, Any] = {**shared, "url": self.url + call.path, "headers": headers}
        return asked if call.json is None else {**asked, "json": call.json}

    @property
    def headers(self) -> Mapping[str, str]:
        known = {"User-Agent": f"speechscan-client/{__version__}"}
        return {**known, "Authorization": f"Bearer {self.key}"} if self.key else known

    def _timeout(self, call: Call[Any]) -> httpx.Timeout:
        # No limit on the wait for a connection of our own pool: it is another request of this program that is slow.
        return httpx.Timeout(connect=_CONNECT_S, read=self.timeout_s + call.patience_s, write=self.timeout_s, pool=None)


def _sane(key: str) -> str | None:
    """Without the line break that a key read from a file ends in."""
    key = key.strip()
    if not (key.isascii() and key.isprintable()):
        raise Unauthenticated("The API key has characters that no key has. Copy it again.")
    return key or None
