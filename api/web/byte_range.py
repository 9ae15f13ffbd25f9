"""One range of bytes (RFC 9110), without which a browser cannot move about in a recording."""

from __future__ import annotations

import re

from starlette.responses import Response

_ONE = re.compile(r"bytes=(\d{1,12})?-(\d{1,12})?")


def ranged(asked: str | None, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """asked: the header Range. One that cannot be read, or has several ranges, gets the whole, as the RFC allows."""
    size, headers = len(content), {**headers, "Accept-Ranges": "bytes"}
    wanted = _ONE.fullmatch(asked or "")
    first, last = wanted.groups() if wanted else (None, None)
    if first is None and last is None:
        return Response(content, media_type=media_type, headers=headers)
    if first is None:
        start, stop = max(size - int(last or 0), 0), size
    else:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    if start >= stop:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return Response(content[start:stop], 206, media_type=media_type, headers=headers)
