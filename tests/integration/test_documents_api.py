"""Commands and Python of the documents that talk to the API, as they are written, on a real one with a real store.

What stands for something of the reader's own (ID, FOLDER) is filled in; what the worker does, a thread does.
"""

from __future__ import annotations

import asyncio
import re
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from regression.phantoms import encode, vowel
from speechscan.client import Item, SpeechScan
from speechscan.db.engine import async_engine
from speechscan.db.reports import ReportRepository
from speechscan.domain.report import Report, ReportKind
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests import seaweedfs
from tests.conftest import fresh_database
from tests.docs.places import Place, place_of
from tests.docs.snippets import Snippet, blocks, commands
from tests.integration.live_api import LiveApi, bury, live_api, screening
from tests.integration.terminal import Terminal
from tests.integration.web.results import serve_shipped

DOCUMENTED = "http://127.0.0.1:8600"
COMMANDS = {one.plain: one for one in commands() if place_of(one) is Place.API}
PAGES = ("docs/batches.md", "docs/client.md")
CODE = {block.place: block for block in blocks() if block.kind == "python" and block.place.startswith(PAGES)}
VOICE = encode(vowel(3, f0_hz=140.0, duration_s=1.5), "wav")


@pytest.fixture(scope="module")
def api(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApi]:
    folder = tmp_path_factory.mktemp("documents")
    with fresh_database(postgres, migrated) as url, seaweedfs.running(folder / "s3") as (s3, _):
        where = {name: getattr(s3, name) for name in ("s3_endpoint_url", "s3_access_key", "s3_secret_key")}
        settings = Settings(database_url=url, data_dir=folder).model_copy(update=where)
        store = S3Store(settings)
        with live_api(settings, store) as started:
            engine = async_engine(settings, pool_size=1)
            serve_shipped(engine, store)
            asyncio.run(engine.dispose())
            yield started


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a caller has before it types a command."""

    api: LiveApi
    client: SpeechScan
    key: str
    name: str

    def queued(self) -> str:
        return str(self.client.submit(VOICE).id)

    def ended(self) -> str:
        with screening(self.api.settings):
            return str(self.client.screen(VOICE).id)

    def form(self) -> dict[str, Any]:
        return self._made("/v1/uploads", {"size_bytes": len(VOICE)})

    def uploaded(self) -> str:
        form = self.form()
        sent = httpx.post(form["url"], data=form["fields"], files={"file": VOICE}, timeout=30)
        assert sent.is_success
        return str(form["id"])

    def batch(self) -> str:
        return str(self.client.batches.submit([Item(VOICE)]).batch.id)

    def batch_not_begun(self) -> str:
        return str(self._made("/v1/batches", {"items": [{}]})["id"])

    def given_up(self) -> str:
        """A delivery."""
        self.ended()
        bury(self.api.settings)
        return str(next(iter(self.client.webhook.deliveries(["dead"]))).id)

    def caller(self) -> str:
        """Its name. What the pages put into the bucket lies there: a recording, and a manifest that lists it."""
        folder = f"imports/{self.name}"
        self.api.store.put(f"{folder}/a.wav", VOICE)
        self.api.store.put(f"{folder}/list.csv", f"key,subject,task\n{folder}/a.wav,p-17,sentence\n".encode())
        return self.name

    def report(self) -> str:
        key = f"reports/{uuid4()}"
        self.api.store.put(key, b"<!doctype html><title>Drift</title>")
        made = Report(id=uuid4(), kind=ReportKind.DRIFT, made_at=datetime.now(UTC), outcome="drift", html_key=key)

        async def add() -> None:
            engine = async_engine(self.api.settings, pool_size=1)
            await ReportRepository(engine).add(made)
            await engine.dispose()

        asyncio.run(add())
        return str(made.id)

    def _made(self, path: str, document: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}"}
        made: dict[str, Any] = (
            httpx.post(self.api.url + path, json=document, headers=headers, timeout=30).raise_for_status().json()
        )
        return made


# What ID stands for; the first that fits.
IDS: tuple[tuple[str, Callable[[Clinic], str]], ...] = (
    (r"jobs cancel", Clinic.queued),
    (r"webhook resend", Clinic.given_up),
    (r"uploads/ID/job", Clinic.uploaded),
    (r"batches/ID/start", Clinic.batch_not_begun),
    (r"batch", Clinic.batch),
    (r"report", Clinic.report),
    (r"jobs", Clinic.ended),
)
# What cannot be done any more once the worker has been there.
BEFORE_THE_WORKER = r"(jobs|batch) cancel"
# What needs a webhook, as a caller has made it before.
OF_A_WEBHOOK = r"speechscan webhook (show|deliveries|resend|remove)"


def filled(command: str, clinic: Clinic) -> str:
    if command.endswith(" URL"):
        form = clinic.form()
        fields = " ".join(f"-F {name}={value}" for name, value in form["fields"].items())
        command = command.replace("-F key=KEY -F policy=POLICY ...", fields).replace(" URL", f" {form['url']}")
    if re.search(OF_A_WEBHOOK, command):
        clinic.client.webhook.set("https://clinic.example/speechscan")
    if "/CALLER/" in command:
        command = command.replace("CALLER", clinic.caller())
    for pattern, made in IDS:
        if re.search(pattern, command):
            return "".join(part if part != "ID" else made(clinic) for part in re.split(r"\b(ID)\b", command))
    return command


@pytest.fixture
def terminal(api: LiveApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """With a key that may do everything, and with recordings in its folder."""
    caller = f"clinic-{uuid4()}"
    key = api.key(caller)
    api.model_beats()
    (tmp_path / "FOLDER").mkdir()
    for name in ("recording.wav", "a.wav", "b.wav", "FOLDER/c.wav"):
        (tmp_path / name).write_bytes(VOICE)
    (tmp_path / "subjects.csv").write_text("file,subject\nc.wav,p-17\n")
    (tmp_path / "recording.flac").write_bytes(encode(vowel(3, f0_hz=140.0, duration_s=1.5), "flac"))
    monkeypatch.setenv("KEY", key)
    variables = {"KEY": key, "CALLER": caller, "SPEECHSCAN_API_KEY": key, "SPEECHSCAN_API_URL": api.url}
    return Terminal(tmp_path, variables, {DOCUMENTED: api.url})


@pytest.fixture
def clinic(api: LiveApi, terminal: Terminal) -> Iterator[Clinic]:
    key = terminal.variables["KEY"]
    with SpeechScan(api.url, key) as client:
        yield Clinic(api, client, key, terminal.variables["CALLER"])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(asked.append(address)) or True)
    return asked


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("snippet", COMMANDS.values(), ids=[f"{c.place} {c.plain[:60]}" for c in COMMANDS.values()])
def test_a_command_does_what_the_page_says(api: LiveApi, clinic: Clinic, terminal: Terminal, snippet: Snippet) -> None:
    line = filled(snippet.plain, clinic)
    with ExitStack() as worker:
        if not re.search(BEFORE_THE_WORKER, line):
            worker.enter_context(screening(api.settings))
        ended = terminal.type(line)
    assert ended.status == 0, (line, ended)
    if line.startswith("curl"):
        assert re.fullmatch(r"2\d\d", ended.err), (line, ended)


@pytest.mark.parametrize("place", CODE)
def test_the_client_code_runs_as_it_stands(api: LiveApi, terminal: Terminal, place: str) -> None:
    with screening(api.settings):
        ended = terminal.python(CODE[place].content)
    assert (ended.status, ended.err) == (0, ""), ended.err
    assert "dysarthric" in ended.out


def test_a_command_that_the_api_refuses_is_seen(terminal: Terminal) -> None:
    ended = terminal.type(f'curl -H "Authorization: Bearer wrong" {DOCUMENTED}/v1/jobs')
    assert (ended.status, ended.err[-3:]) == (22, "401")
    assert terminal.type("speechscan jobs show nonsense").status == 1
