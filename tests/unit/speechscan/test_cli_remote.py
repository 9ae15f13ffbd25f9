"""The commands that talk to a running SpeechScan, as far as they need none."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from rich.table import Table
from typer.core import TyperGroup
from typer.testing import CliRunner

from api.v1 import batch_examples, examples, webhook_examples
from speechscan.cli import away, exit_status, output, verdicts, webhook_views
from speechscan.cli.app import app
from speechscan.cli.batch_submission import MOST_ITEMS, Listed, Shipment, index_table, items_for, submit_batch
from speechscan.cli.recordings import recordings
from speechscan.client import Job, SpeechScan, Webhook
from speechscan.client.errors import BadAddress, NotEnded, Unreachable
from speechscan.db.keys import SCOPES, USUAL_SCOPES
from speechscan.errors import Forbidden, InvalidRequest, ModelNotReady, NotFound, SpeechScanError, Unavailable
from speechscan.settings import Settings
from tests.recordings import touch, write_tone

ROOT = Path(__file__).parents[3]
HEAVY = {"torch", "prefect", "mlflow", "bentoml", "sqlalchemy", "pandas", "great_expectations", "matplotlib", "numpy"}


# They write files, or run until they are stopped.
WITHOUT_JSON = {
    "data import folder",
    "data import manifest",
    "data import minsk",
    "data import torgo",
    "data import uaspeech",
    "db upgrade",
    "demo",
    "phantoms",
    "train",
    "up",
    "worker",
}


def _commands(command: Any, *before: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(command, TyperGroup):
        yield " ".join(before), command
        return
    for name, one in command.commands.items():
        yield from _commands(one, *before, name)


def loaded_by(*arguments: str) -> set[str]:
    """What a command has imported when it ends."""
    program = (
        "import sys\n"
        "from speechscan.cli import main\n"
        f"sys.argv = ['speechscan', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit:\n    print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return set(ended.stderr.split())


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("--help")
    assert "typer" in loaded
    assert not loaded & {*HEAVY, "httpx"}


def test_submit_loads_the_client_and_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    loaded = loaded_by("submit", str(tmp_path / "a.wav"), "--url", "http://127.0.0.1:9", "--key", "sps_x")
    assert "httpx" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    words = {"COMP_WORDS": "speechscan jobs ", "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": "speechscan jobs "}
    fish = {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    environment = {"_SPEECHSCAN_COMPLETE": f"complete_{shell}", **words, **fish}
    ended = CliRunner().invoke(app, [], env=environment, prog_name="speechscan")
    for command in ("list", "show", "wait", "cancel", "delete"):
        assert command in ended.output


def test_the_scopes_in_the_help_are_those_there_are() -> None:
    told = " ".join(CliRunner().invoke(app, ["keys", "create", "--help"], env={"COLUMNS": "400"}).output.split())
    assert f"{', '.join(SCOPES)}. Default: the first three." in told
    assert len(USUAL_SCOPES) == 3


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SpeechScanError("x"), 1),
        (NotFound("x"), 1),
        (Unreachable("x", sent=False), 3),
        (Unavailable("database", "x"), 3),
        (ModelNotReady("x"), 3),
        (Forbidden("x"), 4),
        (BadAddress("x"), 2),
        (NotEnded("x", Job.model_validate(examples.QUEUED).id), 5),
    ],
)
def test_exit_statuses(error: SpeechScanError, status: int) -> None:
    assert exit_status.of(error) == status


def test_the_documents_table_has_every_exit_status() -> None:
    rows = re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "cli.md").read_text(), re.MULTILINE)
    known = [value for name, value in vars(exit_status).items() if name.isupper() and isinstance(value, int)]
    assert sorted(map(int, rows)) == sorted([0, *known])


def test_every_command_of_the_document_exists() -> None:
    commands = re.findall(r"^    speechscan (.*)$", (ROOT / "docs" / "cli.md").read_text(), re.MULTILINE)
    assert len(commands) > 15
    for command in commands:
        words = command.partition("#")[0].split()
        name = words[:2] if words[0] in ("jobs", "batch", "webhook", "reports", "models", "keys") else words[:1]
        told = CliRunner().invoke(app, [*name, "--help"], env={"COLUMNS": "400"})
        assert told.exit_code == 0, command
        assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[\w-]+", told.output)), command


@pytest.mark.parametrize("dependency", away.SETTINGS)
def test_what_to_do_about_a_server_that_is_away(dependency: str) -> None:
    told = away.sentence(Unavailable(dependency, "It cannot be reached."))
    setting = away.SETTINGS[dependency]
    assert told.startswith("It cannot be reached. `speechscan up` starts it on this machine")
    assert told.endswith(f"check {setting}.")
    assert setting.removeprefix("SPEECHSCAN_").lower() in Settings.model_fields


def test_a_part_that_has_no_setting_is_left_as_it_is_told() -> None:
    assert away.sentence(ModelNotReady("No model.")).startswith("No model. `speechscan up`")
    assert away.sentence(Unavailable("moon", "It is away.")) == "It is away."


def test_the_commands_that_tell_of_the_service_can_tell_it_to_programs() -> None:
    command = typer.main.get_command(app)
    without = {name for name, one in _commands(command) if not any("--json" in option.opts for option in one.params)}
    assert without == WITHOUT_JSON


def test_a_callers_webhook_and_the_operators_webhooks_say_whose_they_are() -> None:
    callers, operators = (
        " ".join(CliRunner().invoke(app, [group, "--help"], env={"COLUMNS": "400"}).output.split())
        for group in ("webhook", "webhooks")
    )
    assert "Your webhook" in callers
    assert "speechscan webhooks is the operator's" in callers
    assert "For the operator" in operators
    assert "speechscan webhook is a caller's" in operators


@pytest.mark.parametrize(
    "wrong",
    [
        ("set",),
        ("set", "https://clinic.example/", "--no-address"),
        ("resend",),
        ("resend", "0b8f3a52-7d6c-4a8f-9f57-2f6f1f0c9d11", "--all"),
        ("remove", "--json"),
    ],
    ids=" ".join,
)
def test_what_is_not_clear_about_a_webhook_is_asked_back(wrong: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(app, ["webhook", *wrong, "--key", "sps_x"])
    assert (ended.exit_code, "Usage:" in ended.output) == (exit_status.USAGE, True)


def test_a_webhook_in_words() -> None:
    webhook = Webhook.model_validate(webhook_examples.WEBHOOK)
    assert str(webhook_views.described(webhook)) == (
        "To https://clinic.example/speechscan\nof job.completed, job.failed\nwithout the result\n"
        "set 2026-11-20 08:00 UTC"
    )
    gone = {**webhook_examples.WEBHOOK, "url": None, "disabled_at": "2026-11-21T09:30:00Z"}
    told = str(webhook_views.described(Webhook.model_validate(gone)))
    assert told.startswith("To the addresses that jobs name\n")
    assert "off since 2026-11-21 09:30 UTC" in told
    assert "whsec_" not in told


def test_a_table_in_a_pipe_is_not_cut(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    table = Table("id", "why", box=None)
    table.add_row("5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52", "a long sentence " * 20)
    output.show(table)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_id_is_whole_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    table = Table("id", "why", box=None)
    table.add_row("5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52", "[a] long sentence " * 20)
    output.show(table)
    printed = capsys.readouterr().out
    assert "5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52" in printed
    assert "[a]" in printed
    assert len(printed.splitlines()) > 5


def test_a_verdict_in_words() -> None:
    healthy = str(verdicts.full("a.wav", Job.model_validate(examples.COMPLETED)))
    assert healthy.startswith("a.wav: no signs of dysarthria found\n")
    assert (
        "Probability of dysarthria 0.08, confidence 0.84, by speechscan version 1. Pitch of the voice 118 Hz."
        in healthy
    )
    advice = "Record a steady 'aah' of about five seconds in a quiet room."
    result = {**examples.COMPLETED["result"], "status": "inconclusive", "acoustic_notes": [advice], "f0_hz": None}
    inconclusive = str(verdicts.full("a.wav", Job.model_validate({**examples.COMPLETED, "result": result})))
    assert inconclusive.startswith("a.wav: inconclusive, no verdict\n")
    assert advice in inconclusive
    assert "Pitch" not in inconclusive
    failed = str(verdicts.full("a.wav", Job.model_validate(examples.FAILED)))
    assert failed.startswith("a.wav: failed\n  The recording has 0.4 s; at least 1 s is needed.")


def test_files_that_a_person_means(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", hz=200).rename(tmp_path / "a")
    for name in ("b.wav", "notes.txt", "within/c.mp3", "empty/notes.txt"):
        touch(tmp_path / name)
    assert recordings([tmp_path], recursive=False) == [tmp_path / "a", tmp_path / "b.wav"]
    assert recordings([tmp_path], recursive=True)[2:] == [tmp_path / "within" / "c.mp3"]
    named = [tmp_path / "notes.txt", tmp_path / "gone"]
    assert recordings(named, recursive=False) == named
    with pytest.raises(InvalidRequest, match="no recordings"):
        recordings([tmp_path / "empty"], recursive=False)


def test_a_batch_that_is_too_large_is_not_begun() -> None:
    paths = [Path("a.wav")] * (MOST_ITEMS + 1)
    shipment = Shipment(paths, items_for(paths, None, None, None), None, None, None, None)
    with SpeechScan("http://api", "sps_x") as client, pytest.raises(InvalidRequest, match="these are 1001"):
        submit_batch(client, shipment, as_json=False)


def test_a_batch_of_what_the_bucket_has_is_made_and_started(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[tuple[str, bytes]] = []

    def api(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, request.read()))
        if request.url.path.endswith("/start"):
            return httpx.Response(202, json={**batch_examples.OPEN, "state": "running"})
        return httpx.Response(201, json=batch_examples.MADE)

    listed = Listed("imports/clinic/list.csv", "november", None, None)
    with SpeechScan("http://api", "sps_x", transport=httpx.MockTransport(api)) as client:
        assert submit_batch(client, listed, as_json=True) == 0
    batch_id = batch_examples.MADE["id"]
    sent = b'{"manifest_key":"imports/clinic/list.csv","label":"november"}'
    assert asked == [("/v1/batches", sent), (f"/v1/batches/{batch_id}/start", b"")]
    told = json.loads(capsys.readouterr().out)
    assert (told["batch"]["id"], told["batch"]["state"]) == (batch_id, "running")
    items = sum(batch_examples.MADE["counts"].values())
    assert told["items"] == [{"index": index, "path": None, "error": None} for index in range(items)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what to send"),
        (("--manifest", "imports/clinic/list.csv", "{file}"), "give no path with it"),
        (("--manifest", "imports/clinic/list.csv", "--subject", "p-17"), "none of --recursive, --subject"),
        (("--manifest", "imports/clinic/list.csv", "--index", "{file}"), "none of --recursive, --subject"),
    ],
)
def test_a_batch_has_one_source(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    given = [word.replace("{file}", str(tmp_path / "a.wav")) for word in words]
    ended = CliRunner().invoke(app, ["batch", "submit", *given, "--key", "sps_x"], env={"COLUMNS": "400"})
    assert ended.exit_code == exit_status.USAGE
    assert told in ended.output
    assert (tmp_path / "a.wav").read_bytes() == b"RIFF"


def test_which_file_is_which_item() -> None:
    assert index_table([Path("a.wav"), Path('b, "c".wav')]) == 'index,path\n0,a.wav\n1,"b, ""c"".wav"\n'
