"""The generated configuration, read by supervisor's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.programs import all_programs
from infra.stack.secrets import Secrets
from infra.stack.supervisor import write_configuration


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    # Everything that an ini file, a shell and a format string could trip over.
    made = DataFolder.at(tmp_path / '100% o\'clock; #1 "data"')
    made.prepare()
    return made


@pytest.fixture
def options(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> ServerOptions:
    path = write_configuration(folder, all_programs(folder, Secrets(), Ports()))
    monkeypatch.chdir(folder.root)
    options = ServerOptions()
    options.realize(["-n", "-c", str(path.relative_to(folder.root))])
    options.process_config()
    return options


def test_every_program_is_there_and_logs_into_the_data_folder(folder: DataFolder, options: ServerOptions) -> None:
    programs = {p.name: p for group in options.process_group_configs for p in group.process_configs}
    assert set(programs) == {p.name for p in all_programs(folder, Secrets(), Ports())}
    for name, program in programs.items():
        assert Path(program.stdout_logfile).resolve() == folder.logs / f"{name}.log"
        assert program.stdout_logfile_maxbytes > 0
        assert program.stdout_logfile_backups > 0
        assert program.redirect_stderr
        assert not program.autostart
        assert program.stopwaitsecs > 10


def test_work_stops_before_what_it_needs(options: ServerOptions) -> None:
    """The highest priority is stopped first."""
    order = sorted(options.process_group_configs, key=lambda group: group.priority, reverse=True)
    assert [group.name for group in order] == ["entry", "workers", "scorer", "servers", "data"]


def test_the_control_socket_is_the_owners_alone(options: ServerOptions) -> None:
    (server,) = options.server_configs
    assert server["chmod"] == 0o700


def test_only_the_owner_reads_the_generated_files(folder: DataFolder) -> None:
    write_configuration(folder, all_programs(folder, Secrets(), Ports()))
    files = [path for path in folder.run.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
