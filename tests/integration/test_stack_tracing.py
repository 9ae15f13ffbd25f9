"""One recording's way through the real stack, as a collector sees it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from regression.phantoms import encode, vowel
from tests.client import Client
from tests.conftest import eventually
from tests.integration.local_stack import running, speechscan
from tests.otlp_receiver import receiving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

WAY = {
    ("speechscan-api", "POST /v1/jobs"): 1,
    ("speechscan-api", "store upload"): 1,
    ("speechscan-api", "queue job"): 1,
    ("speechscan-worker", "screen job"): 1,
    ("speechscan-worker", "validate"): 1,
    ("speechscan-worker", "store"): 1,
    ("speechscan-worker", "score"): 1,
    ("speechscan-worker", "record"): 1,
    ("speechscan-bento", "score clip"): 1,
}
KNOWN_ATTRIBUTES = {
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "speechscan.job_id",
    "speechscan.attempt",
    "speechscan.end",
    "speechscan.model_version",
}


def test_each_recording_has_one_trace_through_api_worker_and_bento(tmp_path: Path) -> None:
    with receiving() as collector:
        root = tmp_path / "data"
        with running(root, settings={"SPEECHSCAN_OTLP_ENDPOINT": collector.endpoint}) as stack:
            token = speechscan("keys", "create", "tests", "--data-dir", str(root)).stdout.strip()
            with Client(stack.settings.api_url, token) as client:
                # Several at once, so that their clips share requests to the Bento.
                voices = [encode(vowel(seed, f0_hz=120.0 + 10 * seed, duration_s=2.0), "wav") for seed in range(1, 9)]
                ids = [client.submit(voice, speechscan_subject="p-17") for voice in voices]
                jobs = [client.wait(job_id) for job_id in ids]
            assert {job["state"] for job in jobs} == {"completed"}
            traces = {job["id"]: job["trace_id"] for job in jobs}
            assert len(set(traces.values())) == len(jobs)
            eventually(
                lambda: all(
                    Counter((s.service, s.name) for s in collector.of(trace)) == WAY for trace in traces.values()
                ),
                timeout_s=30,
            )
            logs = {log.name: log.read_text(errors="replace") for log in stack.folder.logs.glob("*.log")}
        for trace in traces.values():
            found = {log for log, text in logs.items() if trace in text}
            assert {"api.log", "screening-worker.log", "bento.log"} <= found

    for job_id, trace in traces.items():
        spans = {span.name: span for span in collector.of(trace)}
        request, work = spans["POST /v1/jobs"], spans["screen job"]
        assert (request.parent_id, work.parent_id) == ("", request.span_id)
        assert {spans[stage].parent_id for stage in ("validate", "store", "score", "record")} == {work.span_id}
        assert spans["score clip"].parent_id == spans["score"].span_id
        assert work.attributes["speechscan.job_id"] == job_id
        assert work.attributes["speechscan.end"] == "completed"
    assert {name for span in collector.spans for name in span.attributes} <= KNOWN_ATTRIBUTES
    assert "p-17" not in str(collector.spans)
