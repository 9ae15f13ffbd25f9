"""The cap on a recording's size, and the other limits of an upload."""

from __future__ import annotations

import asyncio

import pytest

from api import upload
from tests.integration.api.conftest import post, wav


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"max_upload_bytes": 100_000})


def of_size(size: int) -> bytes:
    return (wav() + bytes(size))[:size]


async def test_cap_is_exact(api):
    exactly = await post(api, of_size(100_000))
    exactly_form = await api.client.post("/v1/jobs", files={"file": of_size(100_000)}, data={"subject": "p"})
    over = await post(api, of_size(100_001))
    over_form = await api.client.post("/v1/jobs", files={"file": of_size(100_001)})

    assert exactly.status_code == exactly_form.status_code == 202
    assert over.status_code == over_form.status_code == 413
    assert "100000 bytes" in over.json()["detail"]
    assert over.json()["code"] == "too_large"
    assert len(api.store.objects) == 2


@pytest.mark.parametrize("content_type", ["audio/wav", "multipart/form-data; boundary=x"])
async def test_no_more_is_read_than_the_cap(api, content_type):
    """Without a Content-Length, a body that would never end."""
    read = 0

    async def endless():
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
        while True:
            read += 1000
            yield bytes(1000)

    answer = await api.client.post("/v1/jobs", content=endless(), headers={"Content-Type": content_type})

    assert answer.status_code == 413
    assert read <= 100_000 + 2000


async def test_declared_length_is_refused_before_reading(api):
    async def never():
        pytest.fail("the body was read")
        yield b""

    for content_type in ("audio/wav", "multipart/form-data; boundary=x"):
        headers = {"Content-Type": content_type, "Content-Length": "200000"}
        assert (await api.client.post("/v1/jobs", content=never(), headers=headers)).status_code == 413


async def test_slow_upload_times_out(api, monkeypatch):
    monkeypatch.setattr(upload, "UPLOAD_TIMEOUT_S", 0.05)

    async def stalls():
        yield wav()[:100]
        await asyncio.Event().wait()

    answer = await api.client.post("/v1/jobs", content=stalls(), headers={"Content-Type": "audio/wav"})

    assert answer.status_code == 408
    assert answer.json()["code"] == "upload_timeout"


async def test_uploads_in_memory_are_bounded(api, monkeypatch):
    monkeypatch.setattr(upload, "PLACE_TIMEOUT_S", 0.05)
    for _ in range(api.services.uploads._value):
        await api.services.uploads.acquire()

    answer = await post(api)

    assert answer.status_code == 503
    assert answer.json()["code"] == "busy"
    assert answer.headers["retry-after"]
    api.services.uploads.release()
    assert (await post(api)).status_code == 202
    # The refused and the accepted one have both given their place back.
    assert (await post(api)).status_code == 202
