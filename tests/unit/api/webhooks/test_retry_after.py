"""The header Retry-After, as receivers write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.webhooks.retry_after import asked_wait_s

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("9" * 400, float("inf")),
        ("Fri, 20 Nov 2026 08:31:30 GMT", 90),
        ("Friday, 20-Nov-26 08:31:30 GMT", 90),
        ("Fri Nov 20 08:31:30 2026", 90),
        ("Fri, 20 Nov 2026 08:00:00 GMT", 0),
        ("", 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("Fri, 99 Nov 2026 99:99:99 GMT", 0),
        ("Fri, 20 Nov 99999999999999999999 08:31:30 GMT", 0),
    ],
)
def test_seconds_dates_and_what_is_neither(given, seconds):
    assert asked_wait_s(given, NOW) == seconds


@given(st.text(max_size=60) | st.text("0123456789 ,:-+GMTFriNov", max_size=60))
def test_whatever_is_sent_is_a_wait(given):
    assert asked_wait_s(given, NOW) >= 0
