"""Start, crash, restart and stop, with the two programs that start fastest. All rules hold for any set of programs."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from infra.stack.secrets import load_or_make
from speechscan.db.engine import psycopg_url
from speechscan.storage.s3 import S3Store
from tests.conftest import eventually
from tests.integration.local_stack import (
    STOPPED_WITHIN_S,
    LocalStack,
    free_ports,
    launch,
    programs,
    running,
    speechscan,
)
from tests.integration.process_tree import Process, alive, children, descendants

DATA = ("postgres", "s3")


@pytest.fixture(scope="module")
def data_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    with running(tmp_path_factory.mktemp("data-stack") / "data", only=DATA) as stack:
        yield stack


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[LocalStack]:
    """For a test that stops it or breaks it. Its folder is deeper than the name of a socket may be long."""
    with running(tmp_path / ("d" * 60) / ("e" * 60) / "data", only=DATA) as stack:
        yield stack


def _none_left(processes: list[Process]) -> bool:
    return not any(map(alive, processes))


def test_status_tells_what_is_ready(data_stack: LocalStack) -> None:
    data_stack.until_ready()
    ended = speechscan("status", "--json", "--data-dir", str(data_stack.folder.root))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert [(row["name"], row["ready"]) for row in programs(ended)] == [("postgres", True), ("s3", True)]
    table = speechscan("status", "--data-dir", str(data_stack.folder.root)).stdout
    assert data_stack.ports.url("s3") in table


def test_a_second_start_on_the_same_folder_is_refused(data_stack: LocalStack) -> None:
    ports = free_ports()
    ended = speechscan("up", "--data-dir", str(data_stack.folder.root), "--port-base", str(ports.base))
    assert ended.returncode == 1
    assert f"A stack is running, or still stopping, on the data folder {data_stack.folder.root}" in ended.stderr
    assert "Traceback" not in ended.stderr
    data_stack.until_ready()


def test_a_taken_port_is_reported_by_name_and_its_owner_left_alone(tmp_path: Path) -> None:
    ports = free_ports()
    with socket.create_server(("127.0.0.1", ports["mlflow"])):
        ended = speechscan("up", "--data-dir", str(tmp_path / "data"), "--port-base", str(ports.base))
        socket.create_connection(("127.0.0.1", ports["mlflow"]), timeout=5).close()
    assert ended.returncode == 1
    assert f"Port {ports['mlflow']} (mlflow) is taken by another program." in ended.stderr
    assert "--port-base" in ended.stderr


@pytest.mark.parametrize("victim", ["program", "tether"])
@pytest.mark.parametrize("name", DATA)
def test_a_killed_program_is_restarted(data_stack: LocalStack, name: str, victim: str) -> None:
    data_stack.until_ready()
    tether = data_stack.process(name).pid
    assert tether is not None
    (program,) = children(tether)
    os.kill(program if victim == "program" else tether, signal.SIGKILL)
    eventually(lambda: data_stack.process(name).pid not in (None, tether), timeout_s=120)
    data_stack.until_ready()
    eventually(lambda: f"{name} ended and was started again" in data_stack.output, timeout_s=120)


def test_ctrl_c_during_the_start_stops_all_and_leaves_nothing(tmp_path: Path) -> None:
    stack = launch(tmp_path / "data", free_ports(), only=DATA)
    eventually(lambda: len(descendants(stack.up.pid)) > 2, timeout_s=120, every_s=0.01)
    below = descendants(stack.up.pid)
    stack.up.send_signal(signal.SIGINT)
    assert stack.up.wait(STOPPED_WITHIN_S) == 0
    assert _none_left(below)


def test_a_killed_supervisor_ends_the_stack_and_leaves_nothing(own_stack: LocalStack) -> None:
    below = descendants(own_stack.up.pid)
    (supervisor,) = children(own_stack.up.pid)
    os.kill(supervisor, signal.SIGKILL)
    assert own_stack.up.wait(STOPPED_WITHIN_S) == 1
    assert _none_left(below)
    assert "The supervisor has ended" in own_stack.output


@dataclass(frozen=True, slots=True)
class Kept:
    row: str
    data: bytes


def _keep(stack: LocalStack, kept: Kept) -> None:
    S3Store(stack.settings).put("kept", kept.data)
    with psycopg.connect(psycopg_url(stack.settings)) as db:
        db.execute("create table kept (value text)")
        db.execute("insert into kept values (%s)", (kept.row,))


def _kept(stack: LocalStack) -> Kept:
    with psycopg.connect(psycopg_url(stack.settings)) as db:
        row = db.execute("select value from kept").fetchone()
    assert row is not None
    return Kept(row[0], S3Store(stack.settings).get("kept"))


def test_term_leaves_nothing_and_a_restart_on_other_ports_keeps_all(tmp_path: Path) -> None:
    kept = Kept("a row", os.urandom(300_000))
    with running(tmp_path / "data", only=DATA) as stack:
        _keep(stack, kept)
        secrets = load_or_make(stack.folder)
        below = descendants(stack.up.pid)
        assert len(below) > 5
        assert stack.stop() == 0
        assert _none_left(below)
        assert speechscan("status", "--data-dir", str(stack.folder.root)).returncode == 1
    with running(tmp_path / "data", free_ports(besides=stack.ports), only=DATA) as again:
        assert again.ports != stack.ports
        assert _kept(again) == kept
        assert load_or_make(again.folder) == secrets


def test_a_killed_up_leaves_nothing_and_loses_nothing(own_stack: LocalStack) -> None:
    kept = Kept("another row", os.urandom(300_000))
    _keep(own_stack, kept)
    below = descendants(own_stack.up.pid)
    own_stack.up.kill()
    own_stack.up.wait(60)
    eventually(lambda: _none_left(below), timeout_s=STOPPED_WITHIN_S)
    # In order, as after TERM, and then the folder is free again.
    assert "database system is shut down" in (own_stack.folder.logs / "postgres.log").read_text()
    with running(own_stack.folder.root, own_stack.ports, only=DATA) as again:
        assert _kept(again) == kept


def test_other_users_cannot_read_what_is_private(data_stack: LocalStack) -> None:
    """Secrets, recordings and logs. The root alone may be passed through, since PostgreSQL is another user."""
    root = data_stack.folder.root
    open_to_others = [path.name for path in root.iterdir() if path.stat().st_mode & 0o077]
    assert open_to_others in ([], ["stack.lock"])


def test_the_stores_inner_parts_refuse_other_programs(data_stack: LocalStack) -> None:
    """Else anybody on the machine could read recordings past the keys of the S3 interface."""
    S3Store(data_stack.settings).put("recording", b"a voice")
    for path in ("buckets/speechscan/recording", "buckets/speechscan/?pretty=y"):
        answer = httpx.get(f"{data_stack.ports.url('s3-filer')}/{path}", timeout=30)
        assert answer.status_code == 401
    assert httpx.get(f"{data_stack.ports.url('s3')}/speechscan/recording", timeout=30).status_code == 403


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_program_that_cannot_run_is_given_up_with_a_word_and_tried_again(own_stack: LocalStack) -> None:
    version = own_stack.folder.postgres / "PG_VERSION"
    hidden = version.rename(version.with_name("hidden"))
    (program,) = children(own_stack.process("postgres").pid or 0)
    os.kill(program, signal.SIGKILL)
    eventually(lambda: own_stack.process("postgres").gave_up, timeout_s=90, every_s=0.5)
    ended = speechscan("status", "--data-dir", str(own_stack.folder.root))
    assert ended.returncode == 1
    assert "FATAL" in ended.stdout
    assert str(own_stack.folder.logs / "postgres.log") in ended.stdout
    eventually(lambda: "postgres ends each time that it is started" in own_stack.output)
    hidden.rename(version)
    own_stack.until_ready()
    assert "postgres: another try." in own_stack.output
