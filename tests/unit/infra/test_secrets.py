from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from infra.stack.environment import common, connection_settings, inherited, stack_settings, write_stack_env
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.programs import all_programs
from infra.stack.secrets import Secrets, load_or_make


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder.at(tmp_path / "data")
    made.prepare()
    return made


def test_they_are_made_once_and_only_the_owner_reads_them(folder: DataFolder) -> None:
    first = load_or_make(folder)
    assert load_or_make(folder) == first
    assert folder.secrets.stat().st_mode & 0o777 == 0o600
    assert len(set(asdict(first).values())) == len(asdict(first))
    assert all(len(secret) >= 43 for secret in asdict(first).values())


def test_a_secret_that_a_newer_version_needs_is_added_and_the_others_stay(folder: DataFolder) -> None:
    first = load_or_make(folder)
    kept = asdict(first)
    del kept["subject_key"]
    folder.secrets.write_text(json.dumps(kept))
    second = load_or_make(folder)
    assert second.postgres_password == first.postgres_password
    assert second.subject_key
    assert load_or_make(folder) == second


def test_no_representation_shows_them(folder: DataFolder) -> None:
    secrets = load_or_make(folder)
    programs = all_programs(folder, secrets, Ports())
    shown = repr(secrets) + repr(programs)
    assert not [name for name, value in asdict(secrets).items() if value in shown]


def test_no_command_line_holds_one(folder: DataFolder) -> None:
    """Everybody on the machine can read a command line."""
    secrets = load_or_make(folder)
    words = " ".join(word for program in all_programs(folder, secrets, Ports()) for word in program.command)
    assert not [name for name, value in asdict(secrets).items() if value in words]


def test_stack_env_reaches_this_stack_whatever_the_shell_says(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets(postgres_password="p%:/@ #'\"=")
    write_stack_env(folder, connection_settings(folder, secrets, Ports(9000)))
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", "postgresql+psycopg://elsewhere/production")
    settings = stack_settings(folder)
    assert folder.stack_env.stat().st_mode & 0o777 == 0o600
    assert (
        settings.database_url.get_secret_value()
        == "postgresql+psycopg://speechscan:p%25%3A%2F%40%20%23%27%22%3D@127.0.0.1:9004/speechscan"
    )
    assert settings.s3_secret_key.get_secret_value() == secrets.s3_secret_key
    assert settings.webhook_key.get_secret_value() == secrets.webhook_key
    assert settings.api_url == "http://127.0.0.1:9000"


def test_servers_of_the_same_kind_elsewhere_are_not_inherited(folder: DataFolder) -> None:
    shell = {"PREFECT_API_KEY": "k", "AWS_PROFILE": "p", "MLFLOW_TRACKING_URI": "u", "PGPASSWORD": "w", "PATH": "/bin"}
    assert inherited(shell) == {"PATH": "/bin"}


def test_nothing_reports_to_its_makers(folder: DataFolder) -> None:
    environment = common(folder, Secrets(), Ports())
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["MLFLOW_DISABLE_TELEMETRY"] == "true"
    assert environment["BENTOML_DO_NOT_TRACK"] == "True"
    weed = next(p for p in all_programs(folder, Secrets(), Ports()) if p.name == "s3")
    assert "-master.telemetry=false" in weed.command
