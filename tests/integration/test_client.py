"""The client, the command line on it and its document, against the real API."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from speechscan.cli import exit_status, main
from speechscan.client import (
    AsyncSpeechScan,
    Conflict,
    Forbidden,
    IdempotencyMismatch,
    InvalidRequest,
    JobFilter,
    NotFound,
    SpeechScan,
    TooLarge,
    Unauthenticated,
    UnsupportedFormat,
)
from speechscan.db.engine import async_engine
from speechscan.db.reports import ReportRepository
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.report import Report, ReportKind
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.conftest import eventually, free_port, fresh_database
from tests.integration.api.conftest import wav
from tests.integration.live_api import LiveApi, bury, live_api, screening

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def api(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApi]:
    with fresh_database(postgres, migrated) as url:
        settings = Settings(database_url=url, data_dir=tmp_path_factory.mktemp("live"))
        with live_api(settings, MemoryStore()) as started:
            yield started


@pytest.fixture
def key(api: LiveApi) -> str:
    """Of a caller of its own, who may do everything."""
    api.model_beats()
    return api.key(f"clinic-{uuid4()}")


@pytest.fixture
def client(api: LiveApi, key: str) -> Iterator[SpeechScan]:
    with SpeechScan(api.url, key) as made:
        yield made


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    path = tmp_path / "recording.wav"
    path.write_bytes(wav(1))
    return path


@pytest.fixture
def screened(api: LiveApi) -> Iterator[None]:
    with screening(api.settings):
        yield


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def speechscan(api: LiveApi, key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The command, in this process: its exit status and what it prints."""
    monkeypatch.setenv("SPEECHSCAN_API_URL", api.url)
    monkeypatch.setenv("SPEECHSCAN_API_KEY", key)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["speechscan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.mark.usefixtures("screened")
class TestScreened:
    def test_from_file_to_verdict(self, client: SpeechScan, voice: Path) -> None:
        job = client.screen(voice, subject="Zoë 山")
        assert job.result is not None
        assert (job.state, job.result.status, job.result.probability) == ("completed", "dysarthric", 0.9)
        assert job.disclaimer == DISCLAIMER
        assert [one.id for one in client.jobs(JobFilter(subject="Zoë 山", states=["completed"]))] == [job.id]
        assert list(client.jobs(JobFilter(subject="another"))) == []

    def test_the_same_for_asyncio_many_at_once(self, api: LiveApi, key: str) -> None:
        async def work() -> list[str]:
            async with AsyncSpeechScan(api.url, key) as client:
                screened = await asyncio.gather(*(client.screen(wav(seed)) for seed in range(12)))
                assert len([job async for job in client.jobs(limit=10)]) == 10
                return [str(job.state) for job in screened]

        assert asyncio.run(work()) == ["completed"] * 12

    def test_changes_are_told_until_the_end(self, client: SpeechScan, api: LiveApi, key: str) -> None:
        told = [job.state for job in client.events(client.submit(wav()).id)]
        assert told[-1] == "completed"
        assert told == sorted(set(told), key=["queued", "running", "completed"].index)

        async def work() -> list[str]:
            async with AsyncSpeechScan(api.url, key) as other:
                submitted = await other.submit(wav(2))
                return [str(job.state) async for job in other.events(submitted.id)]

        assert asyncio.run(work())[-1] == "completed"

    def test_outcomes(self, client: SpeechScan) -> None:
        job = client.screen(wav())
        told = client.confirm(job.id, "healthy", note="Examined.", confirmed_at=datetime(2026, 11, 20, tzinfo=UTC))
        assert told.current is not None
        assert (told.current.label, told.current.note) == ("healthy", "Examined.")
        assert client.outcomes(job.id) == told
        assert client.job(job.id).outcome == told.current

    def test_deleting_forgets(self, client: SpeechScan) -> None:
        job = client.screen(wav(), subject="p")
        erased = client.delete(job.id)
        assert (erased.state, erased.result, erased.user_hash) == ("deleted", None, None)
        with pytest.raises(Conflict):
            client.cancel(job.id)

    def test_submit_and_wait_as_json(self, speechscan, voice: Path, tmp_path: Path) -> None:
        (tmp_path / "second.wav").write_bytes(wav(2))
        ended = speechscan("submit", voice, tmp_path / "second.wav", "--wait", "--json", "--subject", "p-17")
        assert (ended.status, ended.err) == (0, "")
        assert [line["path"] for line in ended.lines] == [str(voice), str(tmp_path / "second.wav")]
        assert {line["job"]["result"]["status"] for line in ended.lines} == {"dysarthric"}
        assert len({line["job"]["user_hash"] for line in ended.lines}) == 1

    def test_submit_in_words(self, speechscan, voice: Path) -> None:
        ended = speechscan("submit", voice, "--wait")
        assert ended.status == 0
        assert f"{voice}: signs of dysarthria found" in ended.out
        assert "Probability of dysarthria 0.90" in ended.out
        assert DISCLAIMER in ended.out

    def test_a_file_that_is_no_recording_harms_no_other(self, speechscan, voice: Path, tmp_path: Path) -> None:
        (tmp_path / "letter.wav").write_text("Dear colleague,")
        ended = speechscan("submit", tmp_path / "letter.wav", voice, "--wait", "--json")
        assert ended.status == 1
        bad, good = ended.lines
        assert (bad["error"]["code"], bad["job"]) == ("unsupported_format", None)
        assert (good["error"], good["job"]["state"]) == (None, "completed")
        told = speechscan("submit", tmp_path / "letter.wav", voice)
        assert told.status == 1
        assert "letter.wav: The content is not a known audio format." in told.err

    def test_jobs_in_words_and_as_json(self, speechscan, voice: Path) -> None:
        job_id = speechscan("submit", voice, "--wait", "--json").lines[0]["job"]["id"]
        listed = speechscan("jobs", "list").out
        assert job_id in listed
        assert DISCLAIMER in listed
        assert DISCLAIMER not in speechscan("jobs", "list", "--state", "failed").out
        (line,) = speechscan("jobs", "list", "--json").lines
        assert line["disclaimer"] == DISCLAIMER
        assert [line["id"] for line in speechscan("jobs", "list", "--json", "--state", "completed").lines] == [job_id]
        assert speechscan("jobs", "list", "--json", "--state", "failed").out == ""
        assert [line["id"] for line in speechscan("jobs", "list", "--json", "--verdict", "dysarthric").lines] == [
            job_id
        ]
        assert speechscan("jobs", "list", "--json", "--verdict", "healthy", "--verdict", "inconclusive").out == ""
        assert speechscan("jobs", "list", "--json", "--task", "word").out == ""
        shown = speechscan("jobs", "show", job_id, "--json")
        assert json.loads(shown.out)["result"]["status"] == "dysarthric"
        assert DISCLAIMER in speechscan("jobs", "show", job_id).out
        assert [line["state"] for line in speechscan("jobs", "wait", job_id, "--json").lines] == ["completed"]
        assert [line["state"] for line in speechscan("jobs", "delete", "--yes", job_id, "--json").lines] == ["deleted"]


def test_a_job_that_does_not_end_is_status_5_and_goes_on(speechscan, voice: Path) -> None:
    ended = speechscan("submit", voice, "--wait", "--timeout", "0", "--json")
    (line,) = ended.lines
    assert (ended.status, line["error"]["code"], line["job"]["state"]) == (5, "not_ended", "queued")
    job_id = line["job"]["id"]
    waited = speechscan("jobs", "wait", job_id, "--timeout", "0")
    assert (waited.status, waited.out) == (5, "")
    assert speechscan("jobs", "cancel", job_id, "--json").lines[0]["state"] == "cancelled"
    assert speechscan("jobs", "wait", job_id).status == 1


def test_ctrl_c_tells_which_jobs_go_on(api: LiveApi, client: SpeechScan, key: str, voice: Path) -> None:
    command = [sys.executable, "-m", "speechscan.cli", "submit", str(voice), "--wait"]
    environment = {**os.environ, "SPEECHSCAN_API_URL": api.url, "SPEECHSCAN_API_KEY": key, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # It has its job by then, and a long poll for its end is under way.
    eventually(
        lambda: "speechscan_job_reads_under_way 1.0" in httpx.get(f"{api.url}/metrics", timeout=30).text, timeout_s=30
    )
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    (job,) = client.jobs()
    assert (process.returncode, out) == (exit_status.INTERRUPTED, "")
    assert err.splitlines()[0] == f"{voice}: job {job.id} goes on; `speechscan jobs wait {job.id}` waits for it."
    assert "Traceback" not in err
    assert client.cancel(job.id).state == "cancelled"


def test_nothing_is_erased_unasked(speechscan, client: SpeechScan, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = str(client.submit(wav()).id)
    for answer, status, state in (("n\n", 1, "queued"), ("", 1, "queued"), ("y\n", 0, "deleted")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        assert speechscan("jobs", "delete", job_id).status == status
        assert client.job(job_id).state == state
    assert speechscan("jobs", "delete", "--json", job_id).status == 2


def test_of_several_jobs_each_is_erased_that_can_be(speechscan, client: SpeechScan) -> None:
    gone, *there = uuid4(), client.submit(wav(1)).id, client.submit(wav(2)).id
    ended = speechscan("jobs", "delete", "--yes", gone, *there)
    assert ended.status == 1
    assert ended.err.startswith(f"{gone}: There is no such job.")
    assert {client.job(job_id).state for job_id in there} == {"deleted"}
    lines = speechscan("jobs", "cancel", "--json", gone, client.submit(wav(3)).id).lines
    assert [(line["state"], line["error"] and line["error"]["code"]) for line in lines] == [
        (None, "not_found"),
        ("cancelled", None),
    ]


def test_the_same_key_is_the_same_job(client: SpeechScan) -> None:
    first = client.submit(wav(1), idempotency_key="once")
    assert client.submit(wav(1), idempotency_key="once").id == first.id
    with pytest.raises(IdempotencyMismatch):
        client.submit(wav(2), idempotency_key="once")
    client.cancel(first.id)


def test_refusals_of_a_recording(client: SpeechScan, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat):
        client.submit(b"Dear colleague,")
    large = tmp_path / "large.wav"
    large.write_bytes(wav() + bytes(12_000_000))
    with pytest.raises(TooLarge, match="at most 10485760 bytes"):
        client.submit(large)
    with pytest.raises(InvalidRequest, match="Idempotency-Key"):
        client.submit(wav(), idempotency_key="zwölf")


def test_a_large_file_is_refused_for_asyncio_too(api: LiveApi, key: str) -> None:
    async def work() -> None:
        async with AsyncSpeechScan(api.url, key) as client:
            await client.submit(wav() + bytes(12_000_000))

    with pytest.raises(TooLarge):
        asyncio.run(work())


def test_refusals_of_a_key(api: LiveApi, client: SpeechScan) -> None:
    job_id = client.submit(wav()).id
    with SpeechScan(api.url, "sps_wrong") as other, pytest.raises(Unauthenticated):
        other.job(job_id)
    with SpeechScan(api.url, api.key("somebody-else", "jobs:read")) as other:
        with pytest.raises(NotFound):
            other.job(job_id)
        with pytest.raises(Forbidden, match="jobs:write") as raised:
            other.submit(wav())
    assert re.fullmatch("[0-9a-f]{32}", raised.value.request_id)
    client.cancel(job_id)


def test_a_wrong_key_is_status_4_and_one_sentence(speechscan, voice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("sps_wrong", ""):
        monkeypatch.setenv("SPEECHSCAN_API_KEY", wrong)
        ended = speechscan("submit", voice, voice)
        assert (ended.status, ended.out) == (4, "")
        assert len(ended.err.splitlines()) == 1
        assert "speechscan keys create" in ended.err
        assert "Authorization" not in ended.err


def test_a_server_that_is_down_is_status_3_and_one_sentence(speechscan, voice: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    for command in (["submit", voice, voice], ["models", "list"]):
        ended = speechscan(*command, "--url", address)
        assert (ended.status, ended.out) == (3, ""), command
        assert ended.err == (
            f"SpeechScan does not answer at {address}. `speechscan up` starts it on this machine; if it runs "
            "elsewhere, check the address.\n"
        )


def test_the_running_stacks_address_is_found_in_its_folder(
    api: LiveApi, speechscan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPEECHSCAN_API_URL")
    (tmp_path / "stack.env").write_text(f"SPEECHSCAN_API_URL={api.url}\n")
    assert speechscan("jobs", "list", "--json", "--data-dir", tmp_path) == Ended(0, "", "")


def test_versions_of_the_model(api: LiveApi, client: SpeechScan, speechscan) -> None:
    served = client.models.champion()
    assert (served.name, served.version, served.card) == ("speechscan", "1", None)
    assert client.models.list().versions == ()
    with pytest.raises(NotFound):
        client.models.card("7")
    told = speechscan("models", "champion", "--url", api.url)
    assert told.out.startswith("speechscan version 1 scores now")
    assert json.loads(speechscan("models", "list", "--json", "--url", api.url).out) == []


def test_a_webhook_of_ones_own(
    api: LiveApi, client: SpeechScan, speechscan, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert speechscan("webhook", "show").status == 1
    assert speechscan("webhook", "set").status == 2
    made = speechscan("webhook", "set", "https://clinic.example/told", "--event", "job.completed")
    assert (made.status, made.out.startswith("whsec_")) == (0, True)
    assert "not shown again" in made.err
    changed = json.loads(speechscan("webhook", "set", "https://clinic.example/told", "--json").out)
    assert (changed["secret"], changed["events"]) == (None, ["job.completed", "job.failed", "job.cancelled"])
    assert "https://clinic.example/told" in speechscan("webhook", "show").out
    assert json.loads(speechscan("webhook", "show", "--json").out)["include_result"] is False

    with screening(api.settings):
        job_id = client.screen(voice).id
    (pending,) = speechscan("webhook", "deliveries", "--state", "pending", "--json").lines
    assert (pending["job_id"], pending["links"]["resend"]) == (str(job_id), None)
    gone = uuid4()
    refused = speechscan("webhook", "resend", gone, pending["id"])
    assert (refused.status, [line.partition(":")[0] for line in refused.err.splitlines()]) == (
        1,
        [str(gone), pending["id"]],
    )
    bury(api.settings)
    (dead,) = client.webhook.deliveries(["dead"])
    assert (str(dead.id), dead.event, dead.status) == (pending["id"], "job.completed", 500)
    assert "The receiver answered 500." in speechscan("webhook", "deliveries").out
    assert speechscan("webhook", "resend").status == speechscan("webhook", "resend", dead.id, "--all").status == 2
    assert f"{dead.id} is pending again" in speechscan("webhook", "resend", dead.id).out
    bury(api.settings)
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", api.settings.database_url.get_secret_value())
    partly = speechscan("webhooks", "resend", dead.id, gone, "--json")
    assert (partly.status, json.loads(partly.out)) == (1, {"pending_again": 1})
    assert partly.err.startswith("1 of the ids are of no dead delivery.")
    bury(api.settings)
    assert json.loads(speechscan("webhook", "resend", "--all", "--json").out) == {"resent": 1}
    assert client.webhook.resend_dead() == 0

    assert speechscan("webhook", "remove", "--json").status == 2
    assert json.loads(speechscan("webhook", "remove", "--yes", "--json").out) == {"removed": True}
    with pytest.raises(NotFound):
        client.webhook.read()


def test_a_webhook_for_asyncio(api: LiveApi, key: str) -> None:
    async def work() -> None:
        async with AsyncSpeechScan(api.url, key) as client:
            made = await client.webhook.set(None, include_result=True)
            assert (made.url, made.secret is None) == (None, False)
            assert (await client.webhook.read()).include_result
            assert [one async for one in client.webhook.deliveries()] == []
            await client.webhook.remove()

    asyncio.run(work())


def test_a_webhook_needs_a_key_that_may(api: LiveApi) -> None:
    with (
        SpeechScan(api.url, api.key("somebody-else", "jobs:read")) as other,
        pytest.raises(Forbidden, match="webhooks"),
    ):
        other.webhook.set("https://clinic.example/told")


def test_reports_are_listed_and_saved(api: LiveApi, client: SpeechScan, speechscan, tmp_path: Path) -> None:
    page = b"<!doctype html><title>Drift \xc3\xbc</title>"
    api.store.put("reports/1", page)
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    made = Report(id=uuid4(), kind=ReportKind.DRIFT, made_at=at, outcome="drift", html_key="reports/1")

    async def add() -> None:
        engine = async_engine(api.settings, pool_size=1)
        await ReportRepository(engine).add(made)
        await engine.dispose()

    asyncio.run(add())
    assert [report.id for report in client.reports.list(["drift"])] == [made.id]
    assert client.reports.html(made.id).encode() == page
    assert [line["outcome"] for line in speechscan("reports", "list", "--json").lines] == ["drift"]
    assert str(made.id) in speechscan("reports", "list", "--kind", "drift").out
    saved = speechscan("reports", "open", made.id, "--save", tmp_path / "report.html")
    assert (saved.status, saved.out) == (0, "")
    assert (tmp_path / "report.html").read_bytes() == page
    assert json.loads(speechscan("reports", "open", made.id, "--json").out)["id"] == str(made.id)
    unknown = speechscan("reports", "open", uuid4())
    assert unknown.status == 1


def test_the_api_is_not_told_names_of_files(api: LiveApi, key: str, tmp_path: Path) -> None:
    name = tmp_path / "frau-mustermann-1961.wav"
    name.write_bytes(wav())
    seen: list[bytes] = []

    class Watched(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(repr(request.headers.raw).encode() + str(request.url).encode())
            return super().handle_request(request)

    with SpeechScan(api.url, key, transport=Watched()) as client:
        client.cancel(client.submit(name).id)
    assert len(seen) == 2
    assert b"mustermann" not in b"".join(seen)
