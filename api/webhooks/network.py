"""Connections to checked addresses only.

The name is resolved here and the connection goes to the very address that was checked: a name that says one thing to
the check and another to the connection gains nothing. TLS still asks for the name.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import httpcore

from api.webhooks.address import Address, Reach
from api.webhooks.capped import CappedStream

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
# A host with more gets no better by them.
_MOST_TRIED = 4


class NotReachable(Exception):
    """The name leads to an address that a webhook may not reach."""


class Resolver:
    """The system's, in threads of its own: a name server that is slow for one receiver must not hold up the others."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _lookup, host, port)
        return tuple(dict.fromkeys(ip_address(sockaddr[0]) for *_, sockaddr in found))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """encrypted: TLS follows on the connection"""

    def __init__(self, reach: Reach, resolve: Resolve, *, encrypted: bool) -> None:
        self._reach = reach
        self._resolve = resolve
        self._encrypted = encrypted
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is the base's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises NotReachable, and httpcore's errors."""
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in await self._checked(host, port):
            try:
                connected = await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
                return CappedStream(connected)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _checked(self, host: str, port: int) -> Sequence[Address]:
        """All must be permitted: a public address beside a private one is how a check is fooled."""
        try:
            addresses = await self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError("the name cannot be resolved") from error
        if not all(self._reach.permits(address, encrypted=self._encrypted) for address in addresses):
            raise NotReachable
        return addresses[:_MOST_TRIED]


def _lookup(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # type: ignore[return-value]
