"""One POST to a receiver: no redirect, no proxy, no cookie, and of the answer its status and Retry-After are read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore
import httpx

from api.webhooks.address import Reach
from api.webhooks.network import CheckedNetwork, NotReachable, Resolve
from api.webhooks.retry_after import asked_wait_s

GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """status: None if there was no answer; reason: None if the receiver has it; wait_s: the receiver asked for it."""

    status: int | None
    reason: str | None
    wait_s: float = 0.0


class Poster:
    """Use it as a context manager."""

    def __init__(self, reach: Reach, resolve: Resolve, *, timeout_s: float, places: int) -> None:
        self._timeout_s = timeout_s
        # The system's certificates or those of SSL_CERT_FILE, which a hospital may have of its own.
        tls = httpx.create_ssl_context()
        self._pools = {
            scheme: httpcore.AsyncConnectionPool(
                ssl_context=tls,
                max_connections=places,
                # A connection is used once: the address is checked anew for each event.
                max_keepalive_connections=0,
                network_backend=CheckedNetwork(reach, resolve, encrypted=scheme == "https"),
            )
            for scheme in ("http", "https")
        }

    async def __call__(self, url: str, headers: Mapping[str, str], text: str) -> Answer:
        """Within `timeout_s`, the name's resolution included."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._answer(httpx.URL(url), headers, text.encode())
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(None, f"No answer within {self._timeout_s:g} s.")
        except NotReachable:
            return Answer(None, "The host's address is one that webhooks may not reach.")
        except (httpcore.NetworkError, httpcore.ProtocolError, UnicodeError) as error:
            # Only its kind: the text may hold what the other side sent.
            return Answer(None, f"No connection, or a broken one ({type(error).__name__}).")

    async def _answer(self, url: httpx.URL, headers: Mapping[str, str], content: bytes) -> Answer:
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [("host", url.netloc.decode("ascii")), ("content-length", str(len(content))), *headers.items()]
        async with self._pools[url.scheme].stream("POST", target, headers=sent, content=content) as got:
            complaint = _complaint(got.status)
            return Answer(got.status, complaint, _asked_wait_s(got) if complaint else 0.0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for pool in self._pools.values():
            await pool.aclose()


def _asked_wait_s(answer: httpcore.Response) -> float:
    given = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
    return asked_wait_s(given.decode("latin-1"), datetime.now(UTC))


def _complaint(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"The receiver answered {status}; redirects are not followed."
    return f"The receiver answered {status}."
