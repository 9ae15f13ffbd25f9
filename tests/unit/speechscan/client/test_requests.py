"""What goes over the line, and what does not."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from speechscan.client import (
    BadAddress,
    Item,
    ItemRefused,
    JobFilter,
    NotEnded,
    NotFound,
    SpeechScan,
    Status,
    UnreadableRecording,
    UploadRefused,
)
from speechscan.errors import InvalidRequest, Unauthenticated
from tests.unit.speechscan.client.conftest import COMPLETED, JOB_ID, QUEUED, Run, Script, problem

FORM = {"url": "http://store/bucket", "fields": {"key": "uploads/1", "policy": "p"}}
UPLOAD = {**FORM, "id": JOB_ID, "max_bytes": 10, "expires_at": "2026-11-25T12:00:00Z"}
BATCH = {"id": JOB_ID, "label": None, "state": "open", "counts": {"awaiting": 3}, "created_at": "2026-11-25T12:00:00Z"}


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "frau-mustermann-1961.wav"
    path.write_bytes(b"RIFFvoice")
    return path


def told(request: httpx.Request) -> bytes:
    """All that whoever reads along can see."""
    return str(request.url).encode() + repr(request.headers.raw).encode() + request.content


def test_a_files_name_stays_here(run: Run, recording: Path) -> None:
    script = Script(httpx.Response(202, json=QUEUED))
    run(script, "submit", recording)
    (request,) = script.requests
    assert request.content == b"RIFFvoice"
    assert request.headers["content-length"] == "9"
    assert request.headers["authorization"] == "Bearer sps_key"
    assert b"mustermann" not in told(request)


def test_an_upload_takes_neither_name_nor_key_to_the_store(run: Run, recording: Path) -> None:
    script = Script(httpx.Response(201, json=UPLOAD), httpx.Response(204), httpx.Response(202, json=QUEUED))
    run(script, "submit", recording, upload=True, subject="p-17")
    asked, sent, made = script.requests
    assert asked.content == b'{"size_bytes":9}'
    assert str(sent.url) == "http://store/bucket"
    assert "authorization" not in sent.headers
    # The store ignores what comes after the file.
    assert sent.content.index(b'name="key"') < sent.content.index(b'name="policy"') < sent.content.index(b'name="file"')
    assert b"RIFFvoice" in sent.content
    assert b"mustermann" not in told(asked) + told(sent) + told(made)
    assert made.url.path == f"/v1/uploads/{JOB_ID}/job"
    assert made.headers["speechscan-subject"] == "p-17"


def test_a_store_that_refuses_is_quoted(run: Run) -> None:
    too_large = httpx.Response(400, text="<Error><Code>EntityTooLarge</Code></Error>")
    with pytest.raises(UploadRefused, match="EntityTooLarge"):
        run(Script(httpx.Response(201, json=UPLOAD), too_large), "submit", b"a", upload=True)


def test_one_recording_that_cannot_be_sent_does_not_hold_up_its_batch(run: Run, recording: Path) -> None:
    large = {"code": "too_large", "detail": "Recordings have at most 10 MiB."}
    slots = [
        *({"index": index, "state": "awaiting", "upload": FORM} for index in range(4)),
        {"index": 4, "state": "refused", "upload": None, "error": large},
    ]

    stored: list[bytes] = []

    def api(request: httpx.Request) -> httpx.Response:
        if request.url.host == "store":
            stored.extend(sound for sound in (b"RIFFvoice", b"RIFFopen") if sound in request.content)
            return httpx.Response(403 if b"bad" in request.content else 204)
        if request.url.path == "/v1/batches":
            sizes = [{"subject": "p-1", "size_bytes": 9}, {"size_bytes": 3}, {}, {"size_bytes": 8}, {"size_bytes": 5}]
            assert json.loads(request.read()) == {"items": sizes, "webhook": "https://clinic.example/told"}
            return httpx.Response(201, json={**BATCH, "items": slots})
        assert request.url.path == f"/v1/batches/{JOB_ID}/start"
        return httpx.Response(
            202, json={**BATCH, "state": "running", "counts": {"queued": 2, "missing": 2, "refused": 1}}
        )

    progress: list[tuple[int, int]] = []
    opened = io.BytesIO(b"RIFFopen")
    items = [Item(recording, subject="p-1"), b"bad", recording.with_name("gone.wav"), opened, b"large"]
    sent = run(
        api,
        "batches.submit",
        items,
        webhook="https://clinic.example/told",
        on_progress=lambda done, total: progress.append((done, total)),
    )
    failures = {1: UploadRefused, 2: UnreadableRecording, 4: ItemRefused}
    assert {index: type(error) for index, error in sent.unsent.items()} == failures
    assert (sent.unsent[4].code, sent.unsent[4].detail) == ("too_large", large["detail"])
    assert sorted(stored) == [b"RIFFopen", b"RIFFvoice"]
    assert (sent.batch.state, sent.batch.counts.total, sent.batch.counts.ended) == ("running", 5, 3)
    assert progress == [(done, 4) for done in (1, 2, 3, 4)]


def test_a_subject_may_be_written_in_any_letters(run: Run) -> None:
    script = Script(httpx.Response(202, json=QUEUED))
    run(script, "submit", b"a", subject="Zoë 山", task="sentence", webhook="https://clinic.example/told")
    assert dict(script.requests[0].headers.raw)[b"Speechscan-Subject"] == "Zoë 山".encode()
    assert script.requests[0].headers["speechscan-task"] == "sentence"
    assert script.requests[0].headers["speechscan-webhook"] == "https://clinic.example/told"


@pytest.mark.parametrize("said", [{"subject": "a\r\nX: y"}, {"task": "\0"}, {"idempotency_key": "a\nb"}])
def test_what_no_header_can_carry_is_not_sent(run: Run, said: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest, match="control character"):
        run(Script(), "submit", b"a", **said)


def test_a_list_is_read_page_by_page_as_far_as_it_is_wanted(run: Run) -> None:
    page = {"jobs": [QUEUED, COMPLETED], "next_cursor": "c1", "disclaimer": ""}
    last = {"jobs": [COMPLETED], "next_cursor": None, "disclaimer": ""}
    script = Script(httpx.Response(200, json=page), httpx.Response(200, json=last))
    wanted = JobFilter(
        states=["queued", "completed"],
        subject="p",
        created_from=datetime(2026, 11, 1, tzinfo=UTC),
        verdicts=[Status.HEALTHY, "inconclusive"],
        tasks=["word"],
    )
    assert len(run(script, "jobs", wanted)) == 3
    first, second = (request.url.params for request in script.requests)
    assert first.multi_items() == [
        ("created_from", "2026-11-01T00:00:00+00:00"),
        ("state", "queued"),
        ("state", "completed"),
        ("verdict", "healthy"),
        ("verdict", "inconclusive"),
        ("task", "word"),
        ("limit", "100"),
    ]
    assert second.multi_items() == [*first.multi_items(), ("cursor", "c1")]

    few = Script(httpx.Response(200, json=page))
    assert len(run(few, "jobs", limit=2)) == 2
    assert few.requests[0].url.params.multi_items() == [("limit", "2")]


def test_waiting_ends_with_the_time_that_it_was_given(run: Run) -> None:
    script = Script(*[httpx.Response(200, json=QUEUED)] * 2)
    with pytest.raises(NotEnded, match="is still queued") as raised:
        run(script, "wait", JOB_ID, timeout_s=0)
    assert str(raised.value.waited_for) == JOB_ID
    assert len(script.requests) == 1


def test_a_long_poll_is_given_the_time_that_it_asks_for(run: Run) -> None:
    script = Script(httpx.Response(200, json=QUEUED), httpx.Response(200, json=COMPLETED))
    assert run(script, "wait", JOB_ID).result.status == "healthy"
    first = script.requests[0]
    assert float(first.url.params["wait"]) == 30
    assert first.extensions["timeout"]["read"] == 60


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecording, match="No such file"):
        run(Script(), "submit", tmp_path / "gone.wav")


@pytest.mark.parametrize("bad", ["", "../keys", "5f0c", f"{JOB_ID}/cancel"])
def test_an_id_that_is_none_is_not_sent(run: Run, bad: str) -> None:
    with pytest.raises(InvalidRequest, match="is no id"):
        run(Script(), "job", bad)


@pytest.mark.parametrize("bad", ["127.0.0.1:8600", "ftp://somewhere", "http://", "localhost"])
def test_an_address_that_is_none(bad: str) -> None:
    with pytest.raises(BadAddress, match="is no address"):
        SpeechScan(bad)


def test_address_and_key_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHSCAN_API_URL", "http://clinic:1/")
    monkeypatch.setenv("SPEECHSCAN_API_KEY", "sps_env")
    script = Script(httpx.Response(200, json=COMPLETED))
    with SpeechScan(transport=httpx.MockTransport(script)) as client:
        client.job(JOB_ID)
    assert str(script.requests[0].url) == f"http://clinic:1/v1/jobs/{JOB_ID}"
    assert script.requests[0].headers["authorization"] == "Bearer sps_env"


def test_a_key_from_a_file_ends_in_a_line_break() -> None:
    script = Script(httpx.Response(200, json=COMPLETED))
    with SpeechScan("http://api", "sps_key\n", transport=httpx.MockTransport(script)) as client:
        client.job(JOB_ID)
    assert script.requests[0].headers["authorization"] == "Bearer sps_key"
    for bad in ("sps_ü", "sps_a\nb"):
        with pytest.raises(Unauthenticated, match="Copy it again"):
            SpeechScan("http://api", bad)


def test_the_key_is_not_shown() -> None:
    with SpeechScan("http://api", "sps_secret") as client:
        assert "sps_secret" not in repr(client._connection.endpoint)


def test_not_found_is_raised_and_not_returned(run: Run) -> None:
    with pytest.raises(NotFound, match=r"A sentence\."):
        run(Script(problem(404, "not_found")), "job", JOB_ID)
