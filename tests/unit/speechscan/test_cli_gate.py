"""`speechscan gate simulate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from speechscan.cli.app import app
from speechscan.errors import InvalidRequest


def run(*arguments: object) -> Result:
    small = ("--speakers", 20, "--speakers", 40, "--clips", 1, "--trials", 3)
    return CliRunner().invoke(app, ["gate", "simulate", *map(str, (*small, *arguments))])


def test_it_prints_tables_with_a_line_for_every_size() -> None:
    ended = run()
    assert ended.exit_code == 0, ended.output
    tables = [piece for piece in ended.stdout.split("\n\n") if piece.startswith("| speakers")]
    assert len(tables) == 5
    for table in tables:
        assert [line.split(" | ")[0] for line in table.splitlines()[2:]] == ["| 20", "| 40"]
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_json_holds_every_setting_and_the_same_seed_the_same_figures() -> None:
    first, again, other = run("--json"), run("--json"), run("--json", "--seed", 1)
    told = json.loads(first.stdout)
    assert len(told) == 6 * 2
    assert told[0]["setting"]["speakers"] == 20
    assert 0 <= told[0]["shares"]["passed"]["value"] <= 1
    assert first.stdout == again.stdout != other.stdout


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_it_draws(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"rates.{ending}"
    assert run("--plot", file).exit_code == 0
    assert file.stat().st_size > 5000


def test_a_plot_of_an_unknown_format_is_refused_before_the_work() -> None:
    ended = run("--plot", "rates.doc")
    assert isinstance(ended.exception, InvalidRequest)
    assert "rates.doc" in ended.exception.detail
