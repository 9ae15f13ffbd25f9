from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from structlog.testing import capture_logs

from flows.promote.duty import Duty
from speechscan.errors import Unavailable


def duty(*outcomes: Exception | None) -> Duty:
    """Ends each time as told."""
    left: Iterator[Exception | None] = iter(outcomes)

    def look() -> None:
        if (error := next(left)) is not None:
            raise error

    return Duty(look)


AWAY = Unavailable("registry", "The model registry is away.")


def test_an_outage_is_told_once_and_its_end_too() -> None:
    look = duty(AWAY, AWAY, AWAY, None, None, AWAY)
    with capture_logs() as told:
        for _ in range(6):
            look()
    assert [line["event"] for line in told] == ["watcher_waits", "watcher_goes_on", "watcher_waits"]
    assert told[0]["error"] == "The model registry is away."


@pytest.mark.parametrize(
    ("error", "level"), [(AWAY, "warning"), (httpx.ConnectError("no"), "warning"), (ZeroDivisionError(), "error")]
)
def test_only_a_defect_is_an_error(error: Exception, level: str) -> None:
    with capture_logs() as told:
        duty(error)()
    assert [line["log_level"] for line in told] == [level]
