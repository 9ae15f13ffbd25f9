"""The client's uploads, batches and events against the real API with the real object store."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from speechscan.cli import main
from speechscan.client import (
    AsyncSpeechScan,
    BatchState,
    Conflict,
    IdempotencyMismatch,
    Item,
    JobFilter,
    NotEnded,
    SpeechScan,
    UploadRefused,
)
from speechscan.client.calls import uploads
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests import seaweedfs
from tests.conftest import eventually, fresh_database
from tests.integration.api.conftest import wav
from tests.integration.live_api import LiveApi, live_api, screening

TEXT = b"This is a text in a file named .wav."


@pytest.fixture(scope="module")
def api(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApi]:
    folder = tmp_path_factory.mktemp("live")
    with fresh_database(postgres, migrated) as url, seaweedfs.running(folder / "s3") as (s3, _):
        where = {name: getattr(s3, name) for name in ("s3_endpoint_url", "s3_access_key", "s3_secret_key")}
        settings = Settings(database_url=url, data_dir=folder).model_copy(update=where)
        with live_api(settings, S3Store(settings)) as started:
            yield started


@pytest.fixture
def key(api: LiveApi) -> str:
    api.model_beats()
    return api.key(f"clinic-{uuid4()}")


@pytest.fixture
def client(api: LiveApi, key: str) -> Iterator[SpeechScan]:
    with SpeechScan(api.url, key) as made:
        yield made


@pytest.fixture
def screened(api: LiveApi) -> Iterator[None]:
    with screening(api.settings):
        yield


def test_changes_come_as_events_of_one_stream(api: LiveApi, key: str) -> None:
    asked: list[str] = []

    class Watched(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request.url.path)
            return super().handle_request(request)

    with SpeechScan(api.url, key, transport=Watched()) as client:
        job_id = client.submit(wav()).id
        told = client.events(job_id)
        assert next(told).state == "queued"
        with screening(api.settings):
            states = [job.state for job in told]
    assert states[-1] == "completed"
    assert asked == ["/v1/jobs", f"/v1/jobs/{job_id}/events"]


@pytest.mark.usefixtures("screened")
def test_events_for_asyncio(api: LiveApi, key: str) -> None:
    async def work() -> list[str]:
        async with AsyncSpeechScan(api.url, key) as client:
            job = await client.submit(wav(1))
            return [str(seen.state) async for seen in client.events(job.id)]

    assert asyncio.run(work())[-1] == "completed"


@pytest.mark.usefixtures("screened")
def test_an_upload_past_the_api(api: LiveApi, client: SpeechScan, key: str, tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    path.write_bytes(wav(3))
    job = client.screen(path, subject="p-1", upload=True)
    assert (job.state, job.size_bytes) == ("completed", len(wav(3)))
    assert job.user_hash == client.screen(path, subject="p-1").user_hash

    async def work() -> str:
        async with AsyncSpeechScan(api.url, key) as other:
            return str((await other.screen(path, upload=True)).state)

    assert asyncio.run(work()) == "completed"


def test_the_store_takes_no_more_than_was_said(client: SpeechScan) -> None:
    form = client._connection.ask(uploads.create(100, "once"))
    with pytest.raises(UploadRefused):
        client._connection.ask(uploads.send(form, Item(wav()).recording))


@pytest.mark.usefixtures("screened")
def test_a_batch_with_a_text_and_a_file_that_is_gone(client: SpeechScan, tmp_path: Path) -> None:
    voice = tmp_path / "voice.wav"
    voice.write_bytes(wav(0))
    items = [Item(voice, subject="p-1"), *(Item(wav(seed)) for seed in range(1, 10)), TEXT, tmp_path / "gone.wav"]
    progress: list[tuple[int, int]] = []
    sent = client.batches.submit(items, label="november", on_progress=lambda *seen: progress.append(seen))
    assert progress[-1] == (12, 12)
    assert list(sent.unsent) == [11]

    batch = client.batches.wait(sent.batch.id, 60)
    assert (batch.state, batch.label, batch.counts.total, batch.counts.ended) == ("completed", "november", 12, 12)
    assert (batch.counts.completed, batch.counts.refused, batch.counts.missing) == (10, 1, 1)
    states = [item.state for item in client.batches.items(batch.id)]
    assert states == ["completed"] * 10 + ["refused", "missing"]
    rows = client.batches.results(batch.id)
    assert [row["index"] for row in rows] == list(range(12))
    assert rows[0]["result"]["status"] == "dysarthric"
    assert rows[10]["error"]["code"] == "unsupported_format"
    table = list(csv.DictReader(io.StringIO(client.batches.table(batch.id))))
    assert [row["state"] for row in table] == states
    assert [one.id for one in client.batches.list()] == [batch.id]


@pytest.mark.usefixtures("screened")
def test_a_batch_for_asyncio(api: LiveApi, key: str) -> None:
    async def work() -> tuple[BatchState, list[str]]:
        async with AsyncSpeechScan(api.url, key) as client:
            sent = await client.batches.submit([wav(seed) for seed in range(6)], concurrency=3)
            batch = await client.batches.wait(sent.batch.id, 60)
            assert [one.id async for one in client.batches.list()] == [batch.id]
            assert len(await client.batches.results(batch.id)) == 6
            return batch.state, [item.state async for item in client.batches.items(batch.id)]

    assert asyncio.run(work()) == ("completed", ["completed"] * 6)


def test_cancelling_ends_what_waits(client: SpeechScan) -> None:
    sent = client.batches.submit([wav(seed) for seed in range(3)])
    cancelled = client.batches.cancel(sent.batch.id)
    assert (cancelled.state, cancelled.counts.cancelled) == ("cancelled", 3)
    assert client.batches.read(sent.batch.id).ended
    with pytest.raises(Conflict):
        client.batches.start(sent.batch.id)


@pytest.mark.usefixtures("screened")
def test_the_command(
    api: LiveApi, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPEECHSCAN_API_URL", api.url)
    monkeypatch.setenv("SPEECHSCAN_API_KEY", key)
    monkeypatch.setenv("COLUMNS", "200")

    def speechscan(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["speechscan", "batch", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().out

    folder, index = tmp_path / "voices", tmp_path / "files.csv"
    (folder / "within").mkdir(parents=True)
    for name, content in {"a.wav": wav(1), "b.wav": wav(2), "within/c.wav": TEXT}.items():
        (folder / name).write_bytes(content)

    status, out = speechscan("submit", folder, "--recursive", "--index", index, "--wait", "--json")
    told = json.loads(out)
    batch_id = told["batch"]["id"]
    assert status == 1  # one of three is no recording
    assert told["batch"]["counts"]["completed"] == 2
    files = [str(folder / name) for name in ("a.wav", "b.wav", "within/c.wav")]
    assert [item["path"] for item in told["items"]] == files
    assert [row["path"] for row in csv.DictReader(io.StringIO(index.read_text()))] == files

    status, out = speechscan("submit", folder, "--wait")
    assert status == 0
    assert "2 of 2 were screened." in out

    subjects = tmp_path / "subjects.csv"
    subjects.write_text("file,subject,task\nb.wav,p-2,word\n")
    assert speechscan("submit", folder, "--subjects", subjects)[0] == 1  # a.wav has no line
    subjects.write_text("file,subject,task\nb.wav,p-2,word\nvoices/a.wav,p-1,\n")
    status, out = speechscan("submit", folder, "--subjects", subjects, "--task", "sentence", "--wait", "--json")
    assert status == 0
    with SpeechScan(api.url, key) as client:
        jobs = [client.job(str(item.job_id)) for item in client.batches.items(json.loads(out)["batch"]["id"])]
        by_subject = {job.id: n for n in (1, 2) for job in client.jobs(JobFilter(subject=f"p-{n}"))}
    assert [(by_subject[job.id], job.task) for job in jobs] == [(1, "sentence"), (2, "word")]
    assert batch_id in speechscan("list")[1]
    assert json.loads(speechscan("show", batch_id, "--json")[1])["counts"]["refused"] == 1
    assert speechscan("results", batch_id, "--out", tmp_path / "results.csv") == (0, "")
    assert (tmp_path / "results.csv").read_text().count("dysarthric") >= 2
    lines = [json.loads(line) for line in speechscan("results", batch_id, "--json")[1].splitlines()]
    assert [line["state"] for line in lines] == ["completed", "completed", "refused"]
    assert speechscan("cancel", batch_id)[0] == 1  # it has ended


@pytest.mark.usefixtures("screened")
def test_who_was_interrupted_sends_again_to_the_same_batch(client: SpeechScan) -> None:
    items = [Item(wav(seed), subject=f"p-{seed}") for seed in range(3)]
    begun = client.batches.create(items, idempotency_key="november")
    client._connection.ask(uploads.send(begun.items[0].upload, items[0].recording))
    sent = client.batches.submit(items, idempotency_key="november")
    assert sent.batch.id == begun.id
    assert client.batches.wait(begun.id, 60).counts.completed == 3
    # Now there is nothing to send, and nothing happens.
    assert client.batches.submit(items, idempotency_key="november").batch.id == begun.id
    with pytest.raises(IdempotencyMismatch):
        client.batches.submit(items[:2], idempotency_key="november")
    assert [batch.id for batch in client.batches.list()] == [begun.id]


@pytest.mark.usefixtures("screened")
def test_the_key_of_an_upload_is_of_its_recording_and_gone_with_its_job(client: SpeechScan) -> None:
    first = client.submit(wav(), upload=True, idempotency_key="once")
    assert client.submit(wav(), upload=True, idempotency_key="once").id == first.id
    assert len(wav()) == len(wav(1))
    for recording, subject in ((wav(1), None), (wav(), "p-1")):
        with pytest.raises(IdempotencyMismatch):
            client.submit(recording, subject=subject, upload=True, idempotency_key="once")
    client.delete(client.wait(first.id).id)
    again = client.submit(wav(), upload=True, idempotency_key="once")
    assert (again.id != first.id, client.wait(again.id).state) == (True, "completed")


def test_waiting_for_a_batch_is_bounded(client: SpeechScan) -> None:
    sent = client.batches.submit([wav()])
    seen: list[BatchState] = []
    with pytest.raises(NotEnded, match="It goes on"):
        client.batches.wait(sent.batch.id, 0, on_change=lambda batch: seen.append(batch.state))
    assert seen == ["running"]
    eventually(lambda: client.batches.read(sent.batch.id).counts.queued)
    client.batches.cancel(sent.batch.id)
