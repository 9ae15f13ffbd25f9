"""Spans as a collector gets them: of the tracer alone, and of an API process with a worker's queue."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.queue import JobQueue
from speechscan.telemetry import tracing
from tests.conftest import free_port
from tests.integration.api.conftest import (  # noqa: F401 - fixtures
    Api,
    anonymous,
    api,
    make_key,
    model_ready,
    plain_logs,
    post,
)
from tests.otlp_receiver import Receiver, receiving


@pytest.fixture
def collector() -> Iterator[Receiver]:
    with receiving() as receiver:
        tracing.configure("test", receiver.endpoint)
        yield receiver
        tracing.stop()


def test_spans_know_their_parents_here_and_from_elsewhere(collector: Receiver) -> None:
    with tracing.span("root", "server", attributes={"n": 1}) as root:
        context = tracing.traceparent()
        with tracing.span("child"):
            pass
    with tracing.span("elsewhere", parent=context):
        pass
    with tracing.span("unrelated", parent="not a trace context"):
        pass
    tracing.stop()

    spans = {span.name: span for span in collector.spans}
    assert spans.keys() == {"root", "child", "elsewhere", "unrelated"}
    assert root.log_fields == {"trace_id": spans["root"].trace_id}
    assert spans["child"].parent_id == spans["elsewhere"].parent_id == spans["root"].span_id
    assert {s.trace_id for name, s in spans.items() if name != "unrelated"} == {spans["root"].trace_id}
    assert (spans["unrelated"].parent_id, spans["root"].parent_id) == ("", "")
    assert spans["unrelated"].trace_id != spans["root"].trace_id
    assert spans["root"].service == "speechscan-test"
    assert spans["root"].attributes == {"n": 1}


def test_an_error_is_told_by_its_class_alone(collector: Receiver) -> None:
    with pytest.raises(ValueError, match="mustermann"), tracing.span("failing"):
        raise ValueError("of frau mustermann")
    tracing.stop()

    (span,) = collector.spans
    assert (span.failed, span.attributes, span.events) == (True, {"error.type": "ValueError"}, 0)


async def test_spans_of_tasks_that_run_side_by_side_do_not_mix(collector: Receiver) -> None:
    async def job(name: str) -> str:
        with tracing.span(name) as span:
            await asyncio.sleep(0)
            with tracing.span(f"{name} stage"):
                await asyncio.sleep(0)
            return span.log_fields["trace_id"]

    traces = await asyncio.gather(*(job(f"job {number}") for number in range(5)))
    tracing.stop()

    for number, trace_id in enumerate(traces):
        assert {span.name for span in collector.of(trace_id)} == {f"job {number}", f"job {number} stage"}


def test_a_collector_that_is_away_holds_nothing_up() -> None:
    tracing.configure("test", f"http://127.0.0.1:{free_port()}")
    with tracing.span("lost"):
        assert tracing.traceparent()
    tracing.stop()
    assert tracing.traceparent() is None


async def test_a_submission_leaves_its_trace_in_the_job_the_lease_and_the_log(
    collector: Receiver,
    api: Api,  # noqa: F811
    engine: AsyncEngine,
) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        job = (await post(api, traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01", Speechscan_Subject="p-17")).json()
    (lease,) = await JobQueue(engine, lease_s=30, max_attempts=3).claim("test", 1, alone=True)
    read = (await api.client.get(f"/v1/jobs/{job['id']}")).json()
    await api.client.get("/metrics")
    await asyncio.to_thread(tracing.stop)

    assert job["trace_id"] == read["trace_id"]
    assert lease.traceparent is not None
    assert lease.traceparent.split("-")[1] == job["trace_id"]
    # A caller's own trace is not continued.
    assert job["trace_id"] != "a" * 32
    assert {line["trace_id"] for line in lines if line["event"] in ("job accepted", "request")} == {job["trace_id"]}
    spans = {span.name: span for span in collector.of(job["trace_id"])}
    assert spans.keys() == {"POST /v1/jobs", "store upload", "queue job"}
    assert spans["store upload"].parent_id == spans["queue job"].parent_id == spans["POST /v1/jobs"].span_id
    assert lease.traceparent.split("-")[2] == spans["POST /v1/jobs"].span_id
    assert spans["POST /v1/jobs"].attributes["http.response.status_code"] == 202
    assert spans["store upload"].attributes == {"speechscan.job_id": job["id"]}
    assert not [span for span in collector.spans if "/metrics" in span.name or "p-17" in str(span)]

    erased = (await api.client.delete(f"/v1/jobs/{job['id']}")).json()
    assert erased["trace_id"] is None
