"""A connection of which only so much is read.

What a receiver may say before its status has no end in HTTP ("103 Early Hints", again and again), and to parse it costs
the sender time in which the others wait.
"""

from __future__ import annotations

import ssl
from typing import Any

import httpcore

# httpcore takes 100 KiB of headers; a receiver that needs more than the rest is none.
MOST_BYTES = 128 * 1024


class CappedStream(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._left = MOST_BYTES

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - the base's
        if self._left <= 0:
            raise httpcore.ReadError("the answer is too long")
        data = await self._inner.read(min(max_bytes, self._left), timeout)
        self._left -= len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the base's
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the base's
    ) -> httpcore.AsyncNetworkStream:
        try:
            return CappedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            # httpcore forgets to where the time is up in the middle of a handshake.
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
