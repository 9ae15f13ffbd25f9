"""Which trace each clip of a request belongs to: the header that `speechscan.scorer.http` sends.

W3C trace contexts with commas between them, one a clip, empty for a clip that is not traced.
"""

from __future__ import annotations

import re

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?P<trace_id>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def parents(header: str | None, clips: int) -> list[str | None]:
    """One a clip; None for all of a header that makes no sense. A clip is scored whether it is traced or not."""
    given = header.split(",") if header else []
    if len(given) != clips:
        return [None] * clips
    return [one if _TRACEPARENT.fullmatch(one) else None for one in given]


def log_fields(header: str | None) -> dict[str, str]:
    """The trace ids, for the log."""
    if not header:
        return {}
    return {"trace_ids": ",".join(match["trace_id"] for match in _TRACEPARENT.finditer(header))}
