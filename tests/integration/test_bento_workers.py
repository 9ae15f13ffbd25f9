"""The metrics of a service with two workers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.mmap_dict import MmapedDict

from registry import bundle
from registry.pcm import from_float
from regression.phantoms import vowel
from speechscan.scorer import wire
from tests.bento_process import Bento, serving, until_ready
from tests.scraped import scraped

pytestmark = pytest.mark.timeout(300)
BODY = wire.pack([from_float(vowel(1, duration_s=1.0)).tobytes()] * 3)
COUNT = "speechscan_inference_seconds_count"


@pytest.fixture
def bento(tmp_path: Path) -> Iterator[Bento]:
    settings = {
        "SPEECHSCAN_MODEL_PIN": "1",
        "SPEECHSCAN_MODEL_FOLDER": str(bundle.SHIPPED),
        "SPEECHSCAN_SCORER_WORKERS": "2",
    }
    with serving("bentos.service:Screener", tmp_path, settings) as made:
        until_ready(made)
        yield made


def test_both_workers_clips_are_counted_by_version_whichever_answers(bento: Bento, tmp_path: Path) -> None:
    requests, end = 0, time.monotonic() + 60
    while requests < 10 or len(_have_scored(tmp_path)) < 2:
        assert time.monotonic() < end, f"one worker got all of {requests} requests"
        # A connection of its own each time: workers share the socket, and a connection stays with one.
        answer = httpx.post(f"{bento.url}/score", content=BODY, timeout=30)
        # A worker that has not loaded the model yet says so.
        requests += answer.status_code == 200

    found = [scraped(bento.url) for _ in range(8)]

    assert [one[COUNT, "1"] for one in found] == [3 * requests] * 8
    assert {key[2] for key in found[0] if key[0] == "speechscan_build_info"} == {"bento"}
    assert {value for key, value in found[0].items() if key[0] == "speechscan_build_info"} == {1}


def _have_scored(folder: Path) -> list[Path]:
    """The files of those workers: each process counts in its own, and /metrics adds them up."""
    return [path for path in folder.rglob("histogram_*.db") if _clips(path)]


def _clips(path: Path) -> float:
    values = MmapedDict.read_all_values_from_file(str(path))
    return sum(value for key, value, *_ in values if "speechscan_inference_seconds_sum" in key)
