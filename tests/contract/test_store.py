"""One suite for every object store: what holds for S3 holds for the one in memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from speechscan.errors import NotFound, Unavailable
from speechscan.settings import Settings
from speechscan.storage import MemoryStore, ObjectStore, S3Store, UploadForm, canonical_key, job_prefix, upload_key
from tests import seaweedfs


@dataclass(frozen=True)
class Subject:
    """A store with an empty bucket, and a way to take it away."""

    store: ObjectStore
    take_away: Callable[[], None]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with seaweedfs.running(tmp_path_factory.mktemp("s3")) as (settings, _):
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
        together.wait(60)
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
        together.wait(60)
        data = bytes([number]) * 50_000
        store.put(f"t/{number}", data)
        return store.get(f"t/{number}") == data

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(there_and_back, range(8)))
    assert store.delete_prefix("t/") == 8


def test_check_of_a_store_that_is_there(store: ObjectStore) -> None:
    store.check()


# -- forms for uploads past the API ------------------------------------------------------------

HOUR = timedelta(hours=1)


def posted(store: ObjectStore, form: UploadForm, data: bytes, **fields: str) -> bool:
    sent = {**form.fields, **fields}
    if isinstance(store, MemoryStore):
        return store.post(sent, data)
    answer = httpx.post(form.url, data=sent, files={"file": ("a name.wav", data, "image/png")}, timeout=30)
    assert answer.status_code in {204, 400, 403}, answer.text
    return answer.status_code == 204


@pytest.mark.parametrize("size", [0, 1, 1000])
def test_a_form_takes_what_it_is_for(store: ObjectStore, size: int) -> None:
    form, data = store.upload_form("uploads/1/0/recording", max_bytes=1000, valid_for=HOUR), os.urandom(size)
    assert form.max_bytes == 1000
    assert timedelta(minutes=59) < form.expires_at - datetime.now(UTC) <= HOUR
    assert posted(store, form, data)
    assert store.get("uploads/1/0/recording") == data
    # As often as it likes: whoever reads what was uploaded must copy it first.
    assert posted(store, form, b"another")
    assert store.get("uploads/1/0/recording") == b"another"


@pytest.mark.parametrize("size", [1001, 3_000_000])
def test_a_form_refuses_too_much(store: ObjectStore, size: int) -> None:
    form = store.upload_form("uploads/1/0/recording", max_bytes=1000, valid_for=HOUR)
    assert not posted(store, form, os.urandom(size))
    with pytest.raises(NotFound):
        store.get("uploads/1/0/recording")


def test_a_form_refuses_another_key(store: ObjectStore) -> None:
    form = store.upload_form("uploads/1/0/recording", max_bytes=1000, valid_for=HOUR)
    for key in ("uploads/1/1/recording", "recordings/1/upload", "uploads/1/0/recording/x", "${filename}"):
        assert not posted(store, form, b"x", key=key)
    assert list(store.keys("", older_than=timedelta(0))) == []


def test_a_form_refuses_when_its_time_is_over(store: ObjectStore) -> None:
    form = store.upload_form("uploads/1/0/recording", max_bytes=1000, valid_for=timedelta(seconds=-5))
    assert not posted(store, form, b"x")
    with pytest.raises(NotFound):
        store.get("uploads/1/0/recording")


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


@pytest.mark.parametrize("change", ["policy", "x-amz-signature", "x-amz-credential", "x-amz-meta-more"])
def test_a_form_that_was_changed_is_refused(server: Settings, change: str) -> None:
    store = S3Store(server)
    form = store.upload_form("uploads/1/0/recording", max_bytes=10, valid_for=HOUR)
    wider = store.upload_form("uploads/1/0/recording", max_bytes=1_000_000, valid_for=HOUR)
    other = {**wider.fields, "x-amz-signature": "0" * 64, "x-amz-credential": "x/20261120/us-east-1/s3/aws4_request"}
    assert not posted(store, form, b"x", **{change: other.get(change, "x")})


def test_a_body_without_a_declared_length_is_held_to_the_limit_too(server: Settings) -> None:
    store = S3Store(server)
    form = store.upload_form("uploads/chunked/0/recording", max_bytes=1000, valid_for=HOUR)
    whole = httpx.Request("POST", form.url, data=dict(form.fields), files={"file": os.urandom(200_000)})
    body = whole.read()
    pieces = (body[start : start + 8192] for start in range(0, len(body), 8192))
    answer = httpx.post(form.url, content=pieces, headers={"content-type": whole.headers["content-type"]}, timeout=30)
    assert answer.status_code == 400
    assert "EntityTooLarge" in answer.text
    with pytest.raises(NotFound):
        store.get("uploads/chunked/0/recording")


def test_a_form_names_the_public_address_and_needs_no_other(server: Settings) -> None:
    public = server.s3_endpoint_url.replace("127.0.0.1", "localhost")
    store = S3Store(server.model_copy(update={"s3_public_endpoint_url": f"{public}/"}))
    form = store.upload_form("uploads/public/0/recording", max_bytes=1000, valid_for=HOUR)
    assert form.url == f"{public}/{server.s3_bucket}"
    assert posted(store, form, b"x")


def test_browsers_of_the_named_origins_may_read_the_answer(server: Settings) -> None:
    store = S3Store(server.model_copy(update={"s3_bucket": f"b{uuid4().hex}"}))
    store.ensure_bucket()
    store.allow_browsers(["https://clinic.example"])
    form = store.upload_form("uploads/1/0/recording", max_bytes=1000, valid_for=HOUR)
    allowed = {}
    for origin in ("https://clinic.example", "https://other.example"):
        answer = httpx.post(
            form.url, data=dict(form.fields), files={"file": b"x"}, headers={"Origin": origin}, timeout=30
        )
        allowed[origin] = answer.headers.get("access-control-allow-origin")
    assert allowed == {"https://clinic.example": "https://clinic.example", "https://other.example": None}


# -- a store that goes away -------------------------------------------------------------------


@pytest.fixture(params=["s3", "memory"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    if request.param == "memory":
        memory = MemoryStore()
        yield Subject(memory, lambda: setattr(memory, "away", True))
        return
    with seaweedfs.running(tmp_path) as (settings, process):

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
