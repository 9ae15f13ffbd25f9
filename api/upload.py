"""One recording, read from a request's body as it streams in and held to the cap before it is held in memory.

The client's file name and declared type are read by nobody here: the format follows from the content.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import Request

from api.form import RecordingForm
from api.spoken import Spoken, agreed
from speechscan.audio.formats import SNIFF_BYTES, sniff
from speechscan.errors import Busy, TooLarge, UnsupportedFormat, UploadTimeout

ACCEPTED = "WAV, FLAC, MP3, Ogg (Opus or Vorbis), M4A (AAC) and WebM (Opus)"
EMPTY = "empty"
# Of what was refused before it was recognised.
UNKNOWN = "unknown"
# Boundaries, part headers and the other fields; the file itself is held to the cap exactly.
MULTIPART_MARGIN = 64 * 1024
# 10 MB in two minutes is 0.7 Mbit/s: slower than that, one of the places in memory is held for too long.
UPLOAD_TIMEOUT_S = 120.0
# A place is free again after one upload's time, usually well under a second.
PLACE_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Upload:
    data: bytes
    sha256: str
    format: str
    spoken: Spoken


class CappedBuffer:
    """Refuses the byte too many before it keeps it."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._data = bytearray()
        self._sha256 = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        if len(self._data) + len(chunk) > self._max_bytes:
            raise too_large(self._max_bytes)
        self._data += chunk
        self._sha256.update(chunk)

    def finish(self, spoken: Spoken) -> Upload:
        data = bytes(self._data)
        self._data.clear()
        return Upload(data, self._sha256.hexdigest(), recognised_format(data), spoken)


@asynccontextmanager
async def place(places: asyncio.Semaphore) -> AsyncIterator[None]:
    """One of the uploads that may be in memory at once."""
    try:
        async with asyncio.timeout(PLACE_TIMEOUT_S):
            await places.acquire()
    except TimeoutError:
        raise Busy("Too many recordings are coming in at once. Try again in a few seconds.") from None
    try:
        yield
    finally:
        places.release()


async def read_upload(request: Request, *, max_bytes: int, spoken: Spoken) -> Upload:
    """`spoken`: by the headers. Raises TooLarge, UnsupportedFormat, InvalidRequest, UploadTimeout."""
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT_S):
            if _is_multipart(request):
                return await _read_form(request, max_bytes, spoken)
            return await _read_raw(request, max_bytes, spoken)
    except TimeoutError:
        raise UploadTimeout(
            f"The recording did not arrive within {UPLOAD_TIMEOUT_S:.0f} s. Send a shorter one, or a compressed format."
        ) from None


async def _read_raw(request: Request, max_bytes: int, spoken: Spoken) -> Upload:
    _refuse_declared(request, max_bytes, max_bytes)
    buffer = CappedBuffer(max_bytes)
    async for chunk in request.stream():
        buffer.write(chunk)
    return buffer.finish(spoken)


async def _read_form(request: Request, max_bytes: int, spoken: Spoken) -> Upload:
    most = max_bytes + MULTIPART_MARGIN
    _refuse_declared(request, most, max_bytes)
    buffer = CappedBuffer(max_bytes)
    form = RecordingForm(request.headers["content-type"], buffer.write)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > most:
            raise too_large(max_bytes)
        form.feed(chunk)
    return buffer.finish(agreed(spoken, form.finish()))


def _is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


def _refuse_declared(request: Request, most: int, max_bytes: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise too_large(max_bytes)


def too_large(max_bytes: int) -> TooLarge:
    return TooLarge(
        f"A recording may have at most {max_bytes} bytes. "
        "Send a shorter one, or a compressed format such as FLAC or Opus."
    )


def recognised_format(data: bytes) -> str:
    """An empty file is taken in, and its job fails with a reason like that of any other unusable recording."""
    if not data:
        return EMPTY
    found = sniff(data[:SNIFF_BYTES])
    if found is None:
        raise UnsupportedFormat(
            f"The content is not a known audio format. Accepted: {ACCEPTED}. Name and declared type do not matter."
        )
    return found
