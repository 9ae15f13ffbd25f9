"""Fixtures that more than one room needs. Real PostgreSQL, started once a session in a temporary folder."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from xdist.scheduler import LoadScopeScheduling

from speechscan.db.engine import async_engine
from speechscan.db.migrate import upgrade
from speechscan.settings import Settings

_PASSWORD = "a-password-with-%-and-:"
# Tests that share a server of the session run in one process, so that each server starts once.
_GROUPS = {
    "tests/faults/": "prefect",
    "tests/contract/test_registry.py": "mlflow",
    "tests/contract/test_store.py": "s3",
    "tests/integration/api/test_api_batches_s3.py": "s3",
    "tests/contract/test_scorer.py": "mlflow",
    "tests/integration/test_bento.py": "mlflow",
    "tests/integration/test_bento_champion.py": "mlflow",
    "tests/integration/test_client.py": "client",
    "tests/integration/test_client_batches.py": "client batches",
    "tests/integration/test_documents_folder.py": "documents folder",
    "tests/integration/test_documents_api.py": "client batches",
    "tests/integration/test_drift_flow.py": "drift flow",
    "tests/integration/test_end_to_end.py": "stack",
    # Models and a cohort of their own, made once.
    "tests/integration/test_gate.py": "gate",
    "tests/integration/test_praat_agreement.py": "praat",
    "tests/integration/test_private_bento.py": "private bento",
    "tests/integration/test_promotion_kills.py": "kills",
    "tests/integration/test_promotion_verdicts.py": "verdicts",
    "tests/unit/registry/training/test_embedding.py": "embedding",
    "tests/unit/registry/training/test_pipeline.py": "pipeline",
    "tests/unit/regression/gate/test_gate.py": "judgement",
    "tests/integration/test_stack.py": "stack",
    "tests/integration/test_stack_documents.py": "stack",
    "tests/integration/test_stack_lifecycle.py": "lifecycle",
    "tests/integration/test_stack_metrics.py": "stack",
    "tests/integration/test_stack_prometheus.py": "stack",
    "tests/integration/test_stack_tracing.py": "tracing",
    "tests/integration/test_stack_tutorial.py": "stack",
    "tests/integration/test_stack_watching.py": "stack",
    # One browser and one server for all of its pages.
    "tests/integration/web/test_browser": "browser",
    # After test_stack, which reads the programs' logs: with Prefect away its process worker rightly logs tracebacks.
    "tests/integration/test_stack_outages.py": "stack",
    "tests/integration/test_stack_promotion.py": "stack",
    "tests/integration/test_stack_operator.py": "stack",
    "tests/integration/test_stack_page.py": "stack",
}
# Their servers may start within a test's time, and take this long on an overloaded machine.
_WITH_SERVERS = ("tests/contract/", "tests/faults/", "tests/integration/")
START_WITHIN_S = 400.0


def pytest_configure(config: pytest.Config) -> None:
    # Ignored by a shell for background jobs, it would stay ignored in every server that a test starts and stops.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The start of a test's servers comes on top of the time that it has itself."""
    for item in items:
        if item.nodeid.startswith(_WITH_SERVERS):
            own = item.get_closest_marker("timeout")
            own_s = float(own.args[0] if own else config.getini("timeout"))
            item.add_marker(pytest.mark.timeout(START_WITHIN_S + own_s), append=False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    # Not --dist loadgroup: beside pytest 9.2 xdist 3.8.0 overlooks its own marks.
    return _ByServer(config, log)


class _ByServer(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next((group for path, group in _GROUPS.items() if nodeid.startswith(path)), nodeid)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition, timeout_s: float = 30.0, every_s: float = 0.05):
    """Waits for a truthy value of `condition()` with a deadline, and returns it."""
    end = time.monotonic() + timeout_s
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            pytest.fail(f"not within {timeout_s} s: {condition}")
        time.sleep(every_s)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own; the value is its libpq address without a database."""
    # Not in pytest's folder: another session of pytest closes that to PostgreSQL's user, and the server dies of it.
    with tempfile.TemporaryDirectory(prefix="speechscan-test-pg-") as folder:
        yield from _server(Path(folder) / "cluster")


def _server(data: Path) -> Iterator[str]:
    from urllib.parse import quote

    from infra.stack import postgres as pg

    pg.initialise(data, _PASSWORD)
    port = free_port()
    server = subprocess.Popen(
        pg.command(data, port), user=pg.system_user(), cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"postgresql://{pg.SUPERUSER}:{quote(_PASSWORD, safe='')}@127.0.0.1:{port}"

    def answers() -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(f"{address}/postgres"):
            return True
        return False

    eventually(answers, timeout_s=120)
    yield address
    server.send_signal(signal.SIGINT)  # TERM would wait for connections that a failed test left open
    server.wait(120)


@contextlib.contextmanager
def fresh_database(postgres: str, template: str = "template1") -> Iterator[SecretStr]:
    """A database of its own, dropped afterwards; the value is its address in SQLAlchemy's form."""
    name = f"t{uuid4().hex}"
    create = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
        db.execute(create)
    yield SecretStr(f"{postgres}/{name}".replace("postgresql://", "postgresql+psycopg://", 1))
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
        db.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Iterator[str]:
    """Name of a migrated database to copy: migrating each test's own takes 0.3 s."""
    with fresh_database(postgres) as url:
        upgrade(Settings(database_url=url))
        yield url.get_secret_value().rpartition("/")[2]


@pytest.fixture
def settings(postgres: str, migrated: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a fresh, migrated database."""
    with fresh_database(postgres, migrated) as url:
        yield Settings(database_url=url, data_dir=tmp_path)


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = async_engine(settings)
    yield made
    await made.dispose()


# One MLflow server for all rooms that need one; at the end, since it uses the functions above.
from tests.mlflow_server import mlflow_url  # noqa: E402, F401
