from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from speechscan.telemetry import logs

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.clear()
    logs.configure("worker", "INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], level = before
    root.setLevel(level)
    logs.clear()
    structlog.reset_defaults()


def test_one_json_line_an_event(lines: Lines) -> None:
    logs.get("flows.screen").info("claimed", jobs=3)
    (line,) = lines()
    assert (line["event"], line["jobs"]) == ("claimed", 3)
    assert (line["level"], line["logger"], line["service"]) == ("info", "flows.screen", "worker")
    assert line["timestamp"].endswith("Z")


def test_the_standard_library_goes_through_the_same_renderer(lines: Lines) -> None:
    # Not one that a server in another test may have configured.
    logging.getLogger("a.library").warning("took %d s", 4)
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"], line["service"]) == (
        "took 4 s",
        "warning",
        "a.library",
        "worker",
    )


def test_bound_ids_stand_on_every_line_of_their_context_only(lines: Lines) -> None:
    async def job(job_id: str) -> None:
        with logs.bound(job_id=job_id, request_id=f"r-{job_id}"):
            await asyncio.sleep(0)
            logging.getLogger("library").info("inside")
        logs.get("ours").info("outside")

    async def both() -> None:
        await asyncio.gather(job("1"), job("2"))

    asyncio.run(both())
    written = lines()
    assert [(line["job_id"], line["request_id"]) for line in written if line["event"] == "inside"] == [
        ("1", "r-1"),
        ("2", "r-2"),
    ]
    assert all("job_id" not in line for line in written if line["event"] == "outside")


def test_an_exception_stays_on_its_line(lines: Lines) -> None:
    try:
        int("broken")
    except ValueError:
        logs.get("ours").exception("failed")
    (line,) = lines()
    assert "ValueError: invalid literal" in line["exception"]


@pytest.mark.parametrize("name", ["httpx", "botocore", "uvicorn.access"])
def test_lines_that_hold_addresses_are_left_out(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("GET https://user:secret@host/")
    assert lines() == []


def test_the_level(lines: Lines) -> None:
    logs.get("ours").debug("detail")
    assert lines() == []
