from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.byte_range import ranged

CONTENT = bytes(range(10))


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-", CONTENT, "bytes 0-9/10"),
        ("bytes=2-4", CONTENT[2:5], "bytes 2-4/10"),
        ("bytes=9-9", CONTENT[9:], "bytes 9-9/10"),
        ("bytes=8-99", CONTENT[8:], "bytes 8-9/10"),
        ("bytes=-3", CONTENT[7:], "bytes 7-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
    ],
)
def test_one_range(asked, part, told):
    answer = ranged(asked, CONTENT, "audio/flac", {})

    assert (answer.status_code, answer.body, answer.headers["content-range"]) == (206, part, told)
    assert answer.headers["content-length"] == str(len(part))


@pytest.mark.parametrize("asked", [None, "", "bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=a-b"])
def test_what_is_no_range_gets_the_whole(asked):
    answer = ranged(asked, CONTENT, "audio/flac", {})

    assert (answer.status_code, answer.body, answer.headers["accept-ranges"]) == (200, CONTENT, "bytes")


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=5-4", "bytes=-0"])
def test_beyond_the_end(asked):
    answer = ranged(asked, CONTENT, "audio/flac", {})

    assert (answer.status_code, answer.body, answer.headers["content-range"]) == (416, b"", "bytes */10")


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,14}-\d{0,14}", fullmatch=True))
def test_whatever_is_asked(asked):
    assert ranged(asked, CONTENT, "audio/flac", {}).status_code in {200, 206, 416}
