"""Known recordings through the real stack, two processes each of API and scorer, then the exact numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import numpy as np
import pytest
from prometheus_client.mmap_dict import MmapedDict

from infra.stack.ports import HOST
from infra.stack.program import ROOT
from regression.phantoms import encode, vowel
from tests.client import Client
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.scraped import Samples, scraped

pytestmark = pytest.mark.stack

INFERENCE = ("speechscan_inference_seconds_count", "1")
FAILED = ("speechscan_failed_jobs_total", "too_short")
POSTED = "speechscan_http_request_seconds_count"


def _quiet(seconds: float) -> bytes:
    noise = np.random.default_rng(1).normal(0, 1e-4, round(16_000 * seconds))
    return encode(noise, "wav")


def test_known_recordings_give_exact_numbers(stack: Stack) -> None:
    worker = f"http://{HOST}:{stack.local.ports['worker-metrics']}"
    voices = [encode(vowel(seed, f0_hz=150.0, duration_s=3.0), "wav") for seed in range(1, 6)]
    before, scorer_before = scraped(worker), scraped(stack.settings.scorer_url)
    with Client(stack.settings.api_url, stack.token) as client:
        good = [client.submit(voice) for voice in voices]
        refused = [client.submit(_quiet(2.0))]
        short = [client.submit(encode(vowel(1, f0_hz=150.0, duration_s=0.4), "wav")) for _ in range(2)]
        jobs = [client.wait(job_id) for job_id in (*good, *refused)]
        failed = [client.wait(job_id) for job_id in short]
    assert {job["state"] for job in jobs} == {"completed"}
    assert {job["error"]["code"] for job in failed} == {"too_short"}

    def counted() -> Samples | None:
        """A result is written a moment before it is counted, by one figure after the other; these are the last."""
        found = scraped(worker)
        refused = _growth(before, found, "speechscan_quality_refusals_total")
        told = (_growth(before, found, "speechscan_verdicts_total"), refused, found[FAILED] - before[FAILED])
        return found if told == (len(jobs), 1, 2) else None

    after = eventually(counted)
    assert _growth(before, after, "speechscan_verdicts_total") == len(jobs)
    for verdict in ("healthy", "dysarthric", "inconclusive"):
        told = sum(job["result"]["status"] == verdict for job in jobs)
        assert _growth(before, after, "speechscan_verdicts_total", "1", ..., verdict) == told
    assert _growth(before, after, "speechscan_verdicts_total", "1", "quality", "inconclusive") == 1
    assert _growth(before, after, "speechscan_quality_refusals_total") == 1
    assert _growth(before, after, "speechscan_quality_refusals_total", "silent") == 1
    assert after[FAILED] - before[FAILED] == 2
    assert _growth(before, after, "speechscan_submit_to_finish_seconds_count") == 8
    assert _growth(before, after, "speechscan_attempts_total", ..., "1") == 8
    for stage, size in (("claim", 8), ("score", 6), ("record", 6)):
        assert _growth(before, after, "speechscan_batch_size_sum", stage) == size
    scorer_after = scraped(stack.settings.scorer_url)
    assert scorer_after[INFERENCE] - scorer_before[INFERENCE] == 6


def test_submissions_are_counted_whichever_process_took_them(stack: Stack) -> None:
    voice, api = encode(vowel(7, f0_hz=150.0, duration_s=1.5), "wav"), stack.settings.api_url
    before, counted = scraped(api), _have_counted(stack)
    # A connection of its own for each: the processes share the socket, and a connection stays with one.
    sent = _sent_until(lambda: len(_grown(counted, _have_counted(stack))) == 2, stack, voice)
    key = str(uuid4())
    with Client(api, stack.token) as client:
        first = client.submit(voice, Idempotency_Key=key)
        assert client.submit(voice, Idempotency_Key=key) == first
        assert client.post(b"RIFF of a text").status_code == 415

    def settled() -> bool:
        """An answer is sent a moment before it is counted."""
        after = scraped(api)
        return (_growth(before, after, POSTED, "POST", "/v1/jobs", "202") >= sent + 2) and (
            _growth(before, after, POSTED, "POST", "/v1/jobs", "415") >= 1
        )

    eventually(settled)
    found = [scraped(api) for _ in range(8)]
    for after in found:
        assert _growth(before, after, "speechscan_submissions_total", "wav", "accepted") == sent + 1
        assert _growth(before, after, "speechscan_submissions_total", "wav", "replayed") == 1
        assert _growth(before, after, "speechscan_submissions_total", "unknown") == 1
        assert _growth(before, after, POSTED, "POST", "/v1/jobs", "202") == sent + 2
        assert _growth(before, after, POSTED, "POST", "/v1/jobs", "415") == 1
        assert {value for key, value in after.items() if key[0] == "speechscan_build_info"} == {1}


def test_the_document_names_every_metric_and_no_other(stack: Stack) -> None:
    worker = f"http://{HOST}:{stack.local.ports['worker-metrics']}"
    urls = (stack.settings.api_url, worker, stack.settings.scorer_url)
    told = "".join(httpx.get(f"{url}/metrics", timeout=30).text for url in urls)
    found = re.findall(r"^# HELP (speechscan_\w+)", told, flags=re.MULTILINE)
    shown = {name for name in found if not name.endswith("_created")}
    rows = re.findall(r"^\| (`speechscan_.*?) \|", (ROOT / "docs" / "metrics.md").read_text(), flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(speechscan_\w+)`", row)}
    assert named == shown


def _sent_until(enough: Callable[[], bool], stack: Stack, voice: bytes) -> int:
    """How many were sent."""
    for sent in range(1, 101):
        with Client(stack.settings.api_url, stack.token) as client:
            client.submit(voice)
        if enough():
            return sent
    raise AssertionError("one process took all of 100 connections")


def _have_counted(stack: Stack) -> dict[str, float]:
    """By process of the API: the submissions that it counted, in its file."""
    files = stack.local.folder.tmp.glob("speechscan-api-metrics-*/counter_*.db")
    return {
        file.name: sum(
            value
            for key, value, *_ in MmapedDict.read_all_values_from_file(str(file))
            if "speechscan_submissions_total" in key
        )
        for file in files
    }


def _grown(before: dict[str, float], after: dict[str, float]) -> list[str]:
    return [name for name, value in after.items() if value > before.get(name, 0)]


def _growth(before: Samples, after: Samples, name: str, *labels: object) -> float:
    """Of all samples of that name with these label values; `...` stands for any."""

    def fits(key: tuple[str, ...]) -> bool:
        return key[0] == name and all(want in (..., given) for want, given in zip(labels, key[1:], strict=False))

    return sum(after[key] - before[key] for key in after if fits(key))
