"""One suite for every object store: what holds for S3 holds for the one in memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from infra.stack import seaweedfs
from infra.stack.folder import DataFolder
from infra.stack.ports import HIGHEST_BASE, NAMES, Ports, is_free
from infra.stack.secrets import Secrets
from speechscan.errors import NotFound, Unavailable
from speechscan.settings import Settings
from speechscan.storage import MemoryStore, ObjectStore, S3Store, canonical_key, job_prefix, upload_key
from tests.conftest import eventually


@dataclass(frozen=True)
class Subject:
    """A store with an empty bucket, and a way to take it away."""

    store: ObjectStore
    take_away: Callable[[], None]


def _free_ports() -> Ports:
    """A run of free ports of its own; another process may take one before the server does, hence the wide choice."""
    for base in range(20_000 + os.getpid() % 500 * 40, HIGHEST_BASE, len(NAMES)):
        ports = Ports(base)
        if all(is_free(ports[name]) for name in NAMES):
            return ports
    pytest.fail("no free ports")


@contextmanager
def _seaweedfs(path: Path) -> Iterator[tuple[Settings, subprocess.Popen[bytes]]]:
    folder, secrets, ports = DataFolder.at(path), Secrets(), _free_ports()
    folder.prepare()
    seaweedfs.write_configuration(folder, secrets)
    program = seaweedfs.program(folder, secrets, ports)
    with (folder.logs / "s3.log").open("wb") as log:
        server = subprocess.Popen(
            program.command, cwd=program.cwd, env=os.environ | program.environment, stdout=log, stderr=log
        )
    settings = Settings(
        s3_endpoint_url=ports.url("s3"),
        s3_access_key=SecretStr(secrets.s3_access_key),
        s3_secret_key=SecretStr(secrets.s3_secret_key),
    )
    try:
        eventually(lambda: _answers(settings), timeout_s=60, every_s=0.2)
        yield settings, server
    finally:
        server.kill()
        server.wait()


def _answers(settings: Settings) -> bool:
    store = S3Store(settings)
    try:
        store.ensure_bucket()
        store.put("probe", b"x")
    except Unavailable:
        return False
    return store.delete_prefix("probe") == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with _seaweedfs(tmp_path_factory.mktemp("s3")) as (settings, _):
        yield settings


@pytest.fixture(params=["s3", "memory"])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    if request.param == "memory":
        return MemoryStore()
    settings: Settings = request.getfixturevalue("server")
    made = S3Store(settings.model_copy(update={"s3_bucket": f"b{uuid4().hex}"}))
    made.ensure_bucket()
    return made


def test_what_was_put_is_got(store: ObjectStore) -> None:
    data = os.urandom(200_000)
    store.put("recordings/1/upload", data)
    assert store.get("recordings/1/upload") == data


@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)), b"x" * (10 << 20)], ids=["0", "1", "256", "10 MiB"])
def test_any_size(store: ObjectStore, data: bytes) -> None:
    store.put("key", data, "audio/flac")
    assert store.get("key") == data


def test_a_missing_key(store: ObjectStore) -> None:
    with pytest.raises(NotFound):
        store.get("recordings/none/upload")
    with pytest.raises(NotFound):
        store.chunks("recordings/none/upload")


@pytest.mark.parametrize("size", [0, 1, 1 << 20])
def test_pieces_are_the_whole(store: ObjectStore, size: int) -> None:
    data = os.urandom(size)
    store.put("key", data)
    pieces = list(store.chunks("key"))
    assert b"".join(pieces) == data
    assert len(pieces) > 1 or size < 1 << 20


def test_a_put_replaces(store: ObjectStore) -> None:
    store.put("key", b"a long first version")
    store.put("key", b"second")
    assert store.get("key") == b"second"


def test_a_new_key_is_written_and_a_taken_one_is_not(store: ObjectStore) -> None:
    assert store.put_new("key", b"first")
    assert not store.put_new("key", b"second")
    assert store.get("key") == b"first"
    store.delete_prefix("key")
    assert store.put_new("key", b"third", "text/plain")
    assert store.get("key") == b"third"


def test_an_equal_new_object_is_not_written_either(store: ObjectStore) -> None:
    data = b"the very same"
    assert store.put_new("key", data)
    assert not store.put_new("key", data)


def test_of_many_who_write_a_new_key_at_once_one_wins(store: ObjectStore) -> None:
    together = threading.Barrier(8)

    def race(number: int) -> bool:
        together.wait(10)
        return store.put_new("key", bytes([number]))

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(race, range(8)))
    assert sum(won) == 1
    assert store.get("key") == bytes([won.index(True)])


def test_what_is_put_is_a_copy(store: ObjectStore) -> None:
    data = bytearray(b"before")
    store.put("key", data)
    data[:] = b"after!"
    assert store.get("key") == b"before"


def test_delete_prefix_takes_all_below_and_nothing_beside(store: ObjectStore) -> None:
    job, other = uuid4(), uuid4()
    for key in (upload_key(job), canonical_key(job), upload_key(other)):
        store.put(key, b"x")
    assert store.delete_prefix(job_prefix(job)) == 2
    for key in (upload_key(job), canonical_key(job)):
        with pytest.raises(NotFound):
            store.get(key)
    assert store.get(upload_key(other)) == b"x"
    assert store.delete_prefix(job_prefix(job)) == 0


def test_an_erased_key_can_be_put_again(store: ObjectStore) -> None:
    store.put("a/key", b"first")
    store.delete_prefix("a/")
    store.put("a/key", b"second")
    assert store.get("a/key") == b"second"


def test_many_threads_share_a_store(store: ObjectStore) -> None:
    together = threading.Barrier(8)

    def there_and_back(number: int) -> bool:
        together.wait(10)
        data = bytes([number]) * 50_000
        store.put(f"t/{number}", data)
        return store.get(f"t/{number}") == data

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(there_and_back, range(8)))
    assert store.delete_prefix("t/") == 8


def test_check_of_a_store_that_is_there(store: ObjectStore) -> None:
    store.check()


# -- S3 alone ---------------------------------------------------------------------------------


def test_a_bucket_is_made_once(server: Settings) -> None:
    store = S3Store(server.model_copy(update={"s3_bucket": f"b{uuid4().hex}"}))
    with pytest.raises(Unavailable, match="no bucket"):
        store.check()
    store.ensure_bucket()
    store.ensure_bucket()
    store.check()


def test_a_wrong_secret_is_refused(server: Settings) -> None:
    store = S3Store(server.model_copy(update={"s3_secret_key": SecretStr("wrong")}))
    for call in (lambda: store.put("key", b"x"), lambda: store.get("key"), store.check):
        with pytest.raises(Unavailable):
            call()


# -- a store that goes away -------------------------------------------------------------------


@pytest.fixture(params=["s3", "memory"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    if request.param == "memory":
        memory = MemoryStore()
        yield Subject(memory, lambda: setattr(memory, "away", True))
        return
    with _seaweedfs(tmp_path) as (settings, process):

        def stop() -> None:
            process.kill()
            process.wait()

        yield Subject(S3Store(settings), stop)


def test_a_store_that_is_away_says_so_soon(subject: Subject) -> None:
    store = subject.store
    store.put("key", b"x")
    subject.take_away()
    calls: list[Callable[[], object]] = [
        lambda: store.put("key", b"y"),
        lambda: store.put_new("new", b"y"),
        lambda: store.get("key"),
        lambda: store.chunks("key"),
        lambda: store.delete_prefix("key"),
        store.check,
    ]
    for call in calls:
        begin = time.monotonic()
        with pytest.raises(Unavailable) as away:
            call()
        assert away.value.dependency == "store"
        assert time.monotonic() - begin < 5
