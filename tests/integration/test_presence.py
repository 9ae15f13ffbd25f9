"""Locks that go with their process, in a real PostgreSQL."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event, text
from structlog.testing import capture_logs

from speechscan.db.engine import sync_engine
from speechscan.db.presence import Presence, is_present
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from tests.conftest import eventually

_PROCESS = """
import sys, time
from speechscan.db.engine import sync_engine
from speechscan.db.presence import Presence
from speechscan.errors import Unavailable
from speechscan.settings import Settings
with Presence(sync_engine(Settings()), sys.argv[1]):
    print("here", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def db(settings: Settings) -> Iterator[Engine]:
    made = sync_engine(settings)
    yield made
    made.dispose()


def test_it_lasts_as_long_as_its_block(db: Engine) -> None:
    assert not is_present(db, "a run")
    with Presence(db, "a run"):
        assert is_present(db, "a run")
        assert not is_present(db, "another run")
    eventually(lambda: not is_present(db, "a run"))  # when the server has noticed


def test_of_two_that_bear_one_name_each_counts(db: Engine) -> None:
    """A resumed run begins before its earlier process is gone."""
    earlier, later = Presence(db, "a run"), Presence(db, "a run")
    earlier.keep()
    later.keep()
    earlier.close()
    assert is_present(db, "a run")
    later.close()
    eventually(lambda: not is_present(db, "a run"))


def test_it_goes_with_a_process_that_is_killed(db: Engine, settings: Settings) -> None:
    environment = {**os.environ, "SPEECHSCAN_DATABASE_URL": settings.database_url.get_secret_value()}
    command = [sys.executable, "-c", _PROCESS, "doomed"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        assert is_present(db, "doomed")
        process.send_signal(signal.SIGKILL)
    eventually(lambda: not is_present(db, "doomed"))


def test_a_lost_connection_is_made_anew(db: Engine) -> None:
    presence = Presence(db, "steady")
    presence.keep()
    with db.connect() as other:
        other.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))
    with pytest.raises(Unavailable):
        presence.keep()
    presence.keep()
    assert is_present(db, "steady")
    presence.close()


@pytest.fixture
def kept(db: Engine) -> Iterator[Presence]:
    """Its thread ends with the test, not with the process."""
    made = Presence(db, "busy")
    made.keep_until_exit(every_s=0.05)
    yield made
    made.close()
    atexit.unregister(made.close)


def _owner(db: Engine) -> int | None:
    """Process id of the connection that holds the lock."""
    query = "select pid from pg_locks where locktype = 'advisory' and database = :here"
    with db.connect() as other:
        here = other.scalar(text("select oid from pg_database where datname = current_database()"))
        return other.scalar(text(query), {"here": here})


def test_one_that_is_busy_takes_its_place_again_by_itself(kept: Presence, db: Engine) -> None:
    """So the gate, which computes for minutes, is not missed after a restart of the database."""
    before = _owner(db)
    with db.connect() as other:
        other.execute(text("select pg_terminate_backend(:pid)"), {"pid": before})
    eventually(lambda: _owner(db) not in (None, before))


def test_an_outage_is_told_once_and_its_end_too(kept: Presence, db: Engine, settings: Settings, postgres: str) -> None:
    tries: list[object] = []
    event.listen(db, "do_connect", lambda *_: tries.append(None))
    name = sql.Identifier(settings.database_url.get_secret_value().rpartition("/")[2])
    closed, opened = (
        sql.SQL("alter database {} allow_connections {}").format(name, sql.Literal(is_open))
        for is_open in (False, True)
    )
    with capture_logs() as told, psycopg.connect(f"{postgres}/postgres", autocommit=True) as admin:
        admin.execute(closed)
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            (settings.database_url.get_secret_value().rpartition("/")[2],),
        )
        eventually(lambda: len(tries) > 3)
        admin.execute(opened)
        eventually(lambda: len(told) > 1)
    assert [(line["event"], line["log_level"]) for line in told] == [
        ("presence_lost", "warning"),
        ("presence_renewed", "info"),
    ]
    assert is_present(db, "busy")


def test_after_its_end_it_is_not_renewed(kept: Presence, db: Engine) -> None:
    kept.close()
    assert not is_present(db, "busy")
    assert not any(thread.name == "presence" for thread in threading.enumerate())
