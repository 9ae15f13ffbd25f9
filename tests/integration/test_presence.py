"""Locks that go with their process, in a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

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
    assert not is_present(db, "a run")


def test_of_two_that_bear_one_name_each_counts(db: Engine) -> None:
    """A resumed run begins before its earlier process is gone."""
    earlier, later = Presence(db, "a run"), Presence(db, "a run")
    earlier.keep()
    later.keep()
    earlier.close()
    assert is_present(db, "a run")
    later.close()
    assert not is_present(db, "a run")


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
