"""The example of a workflow asks for what the commands can do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import typer
import yaml

from speechscan.cli.app import app
from speechscan.settings import Settings

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "regression.yml"


def commands(workflow: dict) -> Iterator[list[str]]:
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if "speechscan" in step.get("run", ""):
                yield shlex.split(step["run"].partition(">")[0])


def test_its_commands_and_options_exist() -> None:
    group = typer.main.get_command(app)
    found = list(commands(yaml.safe_load(EXAMPLE.read_text())))
    assert len(found) == 2
    for program, name, *arguments in found:
        assert program == ".venv/bin/speechscan"
        known = {option for parameter in group.commands[name].params for option in parameter.opts}  # type: ignore[attr-defined]
        assert {argument for argument in arguments if argument.startswith("--")} <= known


def test_its_settings_exist() -> None:
    jobs = yaml.safe_load(EXAMPLE.read_text())["jobs"].values()
    for name in (name for job in jobs for name in job.get("env", {})):
        assert name.removeprefix("SPEECHSCAN_").lower() in Settings.model_fields
