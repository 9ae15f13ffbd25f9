"""The command line as a person meets it: a process, its exit status, its words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import String
from typer.testing import CliRunner

from speechscan.cli.app import app
from speechscan.db.keys import LONGEST_NAME
from speechscan.db.tables import api_keys
from speechscan.errors import InvalidRequest

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPEECHSCAN_")}
    return subprocess.run(
        [sys.executable, "-m", "speechscan.cli", *arguments],
        env={**clean, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["up"],
        ["status"],
        ["demo"],
        ["worker"],
        ["data", "check"],
        ["data", "import", "folder"],
        ["data", "import", "manifest"],
        ["data", "import", "minsk"],
        ["data", "import", "torgo"],
        ["data", "import", "uaspeech"],
        ["submit"],
        ["jobs", "list"],
        ["jobs", "show"],
        ["jobs", "wait"],
        ["jobs", "cancel"],
        ["jobs", "delete"],
        ["batch", "submit"],
        ["batch", "list"],
        ["batch", "show"],
        ["batch", "results"],
        ["batch", "cancel"],
        ["reports", "list"],
        ["reports", "open"],
        ["models", "list"],
        ["models", "card"],
        ["models", "history"],
        ["models", "champion"],
        ["models", "rollback"],
        ["models", "show"],
        ["phantoms"],
        ["predict"],
        ["reference", "from-outcomes"],
        ["db", "upgrade"],
        ["drift", "simulate"],
        ["keys", "create"],
        ["keys", "list"],
        ["keys", "revoke"],
        ["webhooks", "dead"],
        ["webhooks", "resend"],
    ],
    ids=" ".join,
)
def test_every_command_explains_itself(command: list[str]) -> None:
    ended = CliRunner().invoke(app, [*command, "--help"])
    assert ended.exit_code == 0, ended.output
    assert "Usage:" in ended.output


def test_status_without_a_stack_says_so(tmp_path: Path) -> None:
    ended = run("status", "--data-dir", str(tmp_path))
    assert ended.returncode == 1
    assert f"No stack runs on the data folder {tmp_path}" in ended.stderr
    assert ended.stdout == ""


def test_an_unknown_scope_is_one_sentence_without_a_trace(tmp_path: Path) -> None:
    ended = run("keys", "create", "clinic", "--scope", "jobs:everything", "--data-dir", str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.startswith("There is no scope jobs:everything.")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "name", ["", " ", "clinic ", "two\nlines", "\x1b[2J", "M\udcfcller", "x" * (LONGEST_NAME + 1)], ids=ascii
)
def test_a_name_that_no_key_can_have_is_one_sentence(name: str, tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["keys", "create", name, "--data-dir", str(tmp_path)])
    assert isinstance(ended.exception, InvalidRequest), ended.output
    assert ended.exception.detail.startswith("A key's name has 1 to 100 characters")
    assert f"this one has {len(name)} characters" in ended.exception.detail


def test_the_longest_name_of_a_key_fits_its_column() -> None:
    column = api_keys.c.name.type
    assert isinstance(column, String)
    assert column.length == LONGEST_NAME


def test_a_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    ended = run("keys", "list", "--data-dir", str(tmp_path), SPEECHSCAN_LEASE_S="s3cret")
    assert ended.returncode == 1
    assert "SPEECHSCAN_LEASE_S" in ended.stderr
    assert "s3cret" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_base_that_does_not_fit_is_refused() -> None:
    assert run("up", "--port-base", "65000").returncode == 2
