from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import cursor
from speechscan.errors import InvalidRequest


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.uuids())  # noqa: DTZ001
def test_round_trip(created_at, job_id):
    word = cursor.encode(created_at, job_id)

    assert cursor.decode(word) == (created_at, job_id)
    assert word.replace("-", "").replace("_", "").isalnum()


def test_other_time_zone_is_the_same_moment():
    moment = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))

    assert cursor.decode(cursor.encode(moment, UUID(int=1))) == (moment, UUID(int=1))


@given(st.text(max_size=100))
def test_foreign_text_is_refused(word):
    with pytest.raises(InvalidRequest):
        cursor.decode(word)


# "2026-01-01T00:00:00|" and a UUID, but no time zone; a moment without a job; a job without a moment.
@pytest.mark.parametrize(
    "word",
    [
        "MjAyNi0wMS0wMVQwMDowMDowMHwwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE",
        "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHw",
        "fDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMQ",
    ],
)
def test_half_a_cursor_is_refused(word):
    with pytest.raises(InvalidRequest):
        cursor.decode(word)
