"""Files that pages load: ours, and htmx's from its package. A file's address holds a digest of it, so that browsers
keep it for good and still get a new one at once."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_HTMX = ("htmx.min.js",)


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    digest: str
    media_type: str

    def path(self, name: str) -> str:
        return f"/static/{self.digest}/{name}"


@cache
def assets() -> dict[str, Asset]:
    """By name. Some 70 kB, held in memory."""
    found = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.is_file()}
    htmx = files("js_lib_htmx") / "static" / "htmx"
    found |= {name: (htmx / name).read_bytes() for name in _HTMX}
    return {name: _asset(name, content) for name, content in found.items()}


def _asset(name: str, content: bytes) -> Asset:
    media_type, _ = mimetypes.guess_type(name)
    return Asset(content, hashlib.sha256(content).hexdigest()[:16], media_type or "application/octet-stream")
