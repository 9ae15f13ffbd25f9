"""Times that a person gives to `speechscan models champion --at`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from typer.testing import CliRunner

from speechscan.cli.app import app
from speechscan.cli.models import moment
from speechscan.errors import InvalidRequest

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-25T11:59", datetime(2026, 11, 25, 11, 59, tzinfo=UTC)),
        ("2026-11-25T11:59:00Z", datetime(2026, 11, 25, 11, 59, tzinfo=UTC)),
        ("2026-11-25T12:30+01:00", datetime(2026, 11, 25, 12, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_time_in_iso_8601(given: str, meant: datetime) -> None:
    assert moment(given, NOW) == meant


@pytest.mark.parametrize("given", ["yesterday", "", "25.11.2026", "2026-13-01"])
def test_what_is_no_time(given: str) -> None:
    with pytest.raises(InvalidRequest, match="ISO 8601"):
        moment(given, NOW)


def test_the_future_is_not_known() -> None:
    with pytest.raises(InvalidRequest, match="future"):
        moment("2026-11-25T12:00:01Z", NOW)


@pytest.mark.parametrize("reason", ["", " ", "M\udcfcller"], ids=ascii)
def test_the_ledger_gets_no_reason_that_says_nothing_or_is_no_text(reason: str) -> None:
    ended = CliRunner().invoke(app, ["models", "rollback", "--reason", reason])
    assert isinstance(ended.exception, InvalidRequest)
    assert "The reason is a sentence" in ended.exception.detail
