"""Known recordings through the real stack, then the exact numbers of its processes."""

from __future__ import annotations

import numpy as np
import pytest

from infra.stack.ports import HOST
from regression.phantoms import encode, vowel
from tests.client import Client
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.scraped import Samples, scraped

pytestmark = pytest.mark.stack

INFERENCE = ("speechscan_inference_seconds_count", "1")
FAILED = ("speechscan_failed_jobs_total", "too_short")


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

    # A result is written a moment before it is counted.
    eventually(lambda: _growth(before, scraped(worker), "speechscan_claim_to_finish_seconds_count") == 8)

    after = scraped(worker)
    assert _growth(before, after, "speechscan_verdicts_total") == len(jobs)
    for verdict in ("healthy", "dysarthric", "inconclusive"):
        told = sum(job["result"]["status"] == verdict for job in jobs)
        assert _growth(before, after, "speechscan_verdicts_total", "1", ..., verdict) == told
    assert _growth(before, after, "speechscan_verdicts_total", "1", "quality", "inconclusive") == 1
    assert after[FAILED] - before[FAILED] == 2
    assert _growth(before, after, "speechscan_submit_to_finish_seconds_count") == 8
    assert _growth(before, after, "speechscan_attempts_total", ..., "1") == 8
    for stage, size in (("claim", 8), ("score", 6), ("record", 6)):
        assert _growth(before, after, "speechscan_batch_size_sum", stage) == size
    scorer_after = scraped(stack.settings.scorer_url)
    assert scorer_after[INFERENCE] - scorer_before[INFERENCE] == 6


def _growth(before: Samples, after: Samples, name: str, *labels: object) -> float:
    """Of all samples of that name with these label values; `...` stands for any."""

    def fits(key: tuple[str, ...]) -> bool:
        return key[0] == name and all(want in (..., given) for want, given in zip(labels, key[1:], strict=False))

    return sum(after[key] - before[key] for key in after if fits(key))
