from __future__ import annotations

import pytest

from bentos import clip_traces

FIRST = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
SECOND = FIRST.replace("f", "e")


@pytest.mark.parametrize(
    ("header", "clips", "parents"),
    [
        (None, 2, [None, None]),
        ("", 1, [None]),
        (FIRST, 1, [FIRST]),
        (f"{FIRST},,{SECOND}", 3, [FIRST, None, SECOND]),
        (f"{FIRST},{SECOND}", 3, [None, None, None]),
        (f"{FIRST},x", 2, [FIRST, None]),
        (f"{FIRST}x", 1, [None]),
    ],
)
def test_each_clip_has_its_own_trace_or_none(header: str | None, clips: int, parents: list[str | None]) -> None:
    assert clip_traces.parents(header, clips) == parents


def test_the_log_names_the_traces() -> None:
    assert clip_traces.log_fields(f"{FIRST},,{SECOND}") == {
        "trace_ids": "0123456789abcdef0123456789abcdef,0123456789abcdee0123456789abcdee"
    }
    assert clip_traces.log_fields(None) == {}
