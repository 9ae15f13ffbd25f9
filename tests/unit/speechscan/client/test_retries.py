"""What is sent again, and what is not."""

from __future__ import annotations

import httpx
import pytest

from api.v1 import batch_examples
from speechscan.client import Conflict, Item, ModelNotReady, Retries, Unavailable, Unreachable
from tests.unit.speechscan.client.conftest import COMPLETED, JOB_ID, QUEUED, Run, Script, problem

BUSY = {"retry-after": "0"}


@pytest.mark.parametrize(
    "failure",
    [
        problem(503, "busy", BUSY),
        problem(503, "model_not_ready"),
        problem(429, "too_many", BUSY),
        httpx.Response(502, text="<html>Bad gateway"),
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("closed without an answer"),
        httpx.ReadTimeout("slow"),
    ],
    ids=lambda failure: getattr(failure, "status_code", None) or type(failure).__name__,
)
def test_a_recording_is_sent_again_whole_and_under_the_same_key(run: Run, failure: httpx.Response | Exception) -> None:
    script = Script(failure, failure, httpx.Response(202, json=QUEUED))
    job = run(script, "submit", b"RIFF" * 50_000)
    assert str(job.id) == JOB_ID
    assert {request.content for request in script.requests} == {b"RIFF" * 50_000}
    keys = {request.headers["idempotency-key"] for request in script.requests}
    assert len(script.requests) == 3
    assert len(keys) == 1


def test_two_submissions_have_two_keys(run: Run) -> None:
    script = Script(httpx.Response(202, json=QUEUED), httpx.Response(202, json=QUEUED))
    run(script, "submit", b"a")
    run(script, "submit", b"a")
    assert len({request.headers["idempotency-key"] for request in script.requests}) == 2


def test_a_batch_is_made_again_under_the_same_key(run: Run) -> None:
    made = httpx.Response(201, json=batch_examples.MADE)
    script = Script(httpx.ConnectError("refused"), httpx.ReadError("reset"), problem(503, "busy", BUSY), made)
    assert str(run(script, "batches.create", [Item(b"a")]).id) == batch_examples.MADE["id"]
    assert len({request.headers["idempotency-key"] for request in script.requests}) == 1
    assert len({request.content for request in script.requests}) == 1
    assert len(script.requests) == 4


def test_a_batch_and_the_job_of_an_upload_are_under_a_key_of_the_callers(run: Run) -> None:
    script = Script(httpx.Response(201, json=batch_examples.MADE))
    run(script, "batches.from_manifest", "imports/clinic/list.csv", idempotency_key="november")
    assert script.requests[0].headers["idempotency-key"] == "november"
    upload = Script(
        httpx.ReadTimeout("slow"),
        httpx.Response(201, json=batch_examples.UPLOAD),
        httpx.Response(204),
        httpx.Response(202, json=QUEUED),
    )
    run(upload, "submit", b"a", upload=True, idempotency_key="once")
    # All uploads of one size would be the same under the caller's, whatever the recordings are.
    first, again, stored, made = (request.headers.get("idempotency-key") for request in upload.requests)
    assert (first == again != "once", stored, made) == (True, None, "once")


def test_it_gives_up_after_so_many_attempts_with_the_last_error(run: Run) -> None:
    script = Script(*[httpx.ConnectError("refused")] * 9)
    with pytest.raises(Unreachable, match=r"does not answer at http://api.*speechscan up"):
        run(script, "job", JOB_ID, retries=Retries(attempts=3, first_wait_s=0))
    assert len(script.requests) == 3


def test_a_longer_wait_than_allowed_is_the_callers_to_make(run: Run) -> None:
    script = Script(problem(503, "model_not_ready", {"retry-after": "3600"}))
    with pytest.raises(ModelNotReady) as raised:
        run(script, "submit", b"a")
    assert raised.value.retry_after_s == 3600


def test_a_date_in_retry_after(run: Run) -> None:
    past = {"retry-after": "Wed, 25 Nov 2026 07:28:00 GMT"}
    script = Script(problem(503, "unavailable", past), httpx.Response(200, json=COMPLETED))
    assert run(script, "job", JOB_ID).ended
    future = {"retry-after": "Wed, 25 Nov 2099 07:28:00 GMT"}
    with pytest.raises(Unavailable):
        run(Script(problem(503, "unavailable", future)), "job", JOB_ID)


def test_what_will_not_pass_is_not_tried_again(run: Run) -> None:
    script = Script(problem(409, "conflict"))
    with pytest.raises(Conflict):
        run(script, "cancel", JOB_ID)
    assert len(script.requests) == 1


def test_an_open_file_is_read_once_and_sent_as_often_as_needed(run: Run, tmp_path) -> None:
    path = tmp_path / "voice.wav"
    path.write_bytes(b"RIFFvoice")
    script = Script(httpx.ReadError("reset"), httpx.Response(202, json=QUEUED))
    with path.open("rb") as file:
        run(script, "submit", file)
    assert [request.content for request in script.requests] == [b"RIFFvoice"] * 2
