"""`speechscan regress --challenger`: what it takes, and what its exit status says. The gate runs in its own tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regression.gate.check import Check, Outcome
from regression.gate.report import GateReport
from speechscan.cli import challenge
from speechscan.cli.app import app
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings
from tests.gate_report import FAILED, OPEN, PASSED, report


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["regress", *arguments], env={"COLUMNS": "200", "TERM": "dumb"})


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[GateReport]:
    """What the gate says, since here only the command is looked at; the shipped model is loaded in earnest."""
    said: list[GateReport] = []
    monkeypatch.setattr("regression.gate.gate.judge", lambda *_, **__: said[0])
    return said


ARGUMENTS = ("--challenger", "shipped", "--champion", "shipped", "--reference", "phantoms")


@pytest.mark.parametrize(
    ("checks", "status"), [([PASSED], 0), ([PASSED, FAILED], 1), ([PASSED, OPEN], 2)], ids=["pass", "fail", "open"]
)
def test_the_exit_status_is_the_verdict(
    answer: list[GateReport], tmp_path: Path, checks: list[Check], status: int
) -> None:
    answer.append(report(checks=checks))
    result = run(*ARGUMENTS, "--data-dir", str(tmp_path))
    assert result.exit_code == status
    for check in checks:
        assert check.name in result.stdout
        assert all(reason in result.stdout for reason in check.reasons)
    assert "not a medical device" in result.stdout
    assert (tmp_path / "gate" / answer[0].id / "report.html").is_file()


def test_json_is_the_report(answer: list[GateReport], tmp_path: Path) -> None:
    answer.append(report(checks=[FAILED]))
    result = run(*ARGUMENTS, "--json", "--out", str(tmp_path / "out"), "--data-dir", str(tmp_path))
    assert json.loads(result.stdout)["outcome"] == Outcome.FAIL
    assert json.loads((tmp_path / "out" / "report.json").read_text()) == json.loads(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Say what to do"),
        (("--golden", "--challenger", "shipped"), "Say what to do"),
        (("--challenger", "/nowhere/at/all"), "There is no folder /nowhere/at/all"),
        (("--challenger", "shipped", "--policy", "none.yaml"), "none.yaml cannot be read"),
        (("--challenger", "shipped", "--no-such-option"), "No such option"),
        (("--challenger", "shipped", "--seed", "x"), "--seed"),
    ],
)
def test_what_cannot_be_done_is_neither_a_failure_nor_an_open_verdict(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    result = run(*arguments, "--data-dir", str(tmp_path))
    assert result.exit_code == 3
    assert words in result.stderr


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("shipped", None),
        ("7", "models:/speechscan/7"),
        ("challenger", "models:/speechscan@challenger"),
        ("models:/other/3", "models:/other/3"),
        ("models:/other@best", "models:/other@best"),
    ],
)
def test_versions_by_number_alias_or_address(version: str, expected: str | None) -> None:
    assert challenge.address(version, Settings()) == expected


def test_a_folder_is_a_version_and_a_missing_one_is_not(tmp_path: Path) -> None:
    assert challenge.address(str(tmp_path), Settings()) == str(tmp_path)
    with pytest.raises(InvalidRequest, match="There is no folder"):
        challenge.address(str(tmp_path / "none"), Settings())


def test_a_verdict_on_a_folder_cannot_be_recorded(answer: list[GateReport], tmp_path: Path) -> None:
    answer.append(report(checks=[PASSED]))
    result = run(*ARGUMENTS, "--record", "--data-dir", str(tmp_path))
    assert result.exit_code == 3
    assert "Leave --record out" in result.stderr


def test_the_help_tells_the_exit_statuses() -> None:
    told = " ".join(run("--help").stdout.split())
    assert "0 if the version passes, 1 if it fails, 2 if it cannot be told" in told
    assert "3 is an error" in told
