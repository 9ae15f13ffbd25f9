"""Which API a command talks to, and with what key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from speechscan.cli.options import AsJson
from speechscan.errors import Unauthenticated
from speechscan.settings import Settings

if TYPE_CHECKING:
    from speechscan.client import AsyncSpeechScan, SpeechScan

Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        envvar="SPEECHSCAN_API_URL",
        help="Address of the API. Default: of the stack that runs on the data folder, or http://127.0.0.1:8600.",
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        envvar="SPEECHSCAN_API_KEY",
        help="API key, from `speechscan keys create`. In the environment other users of the machine do not see it.",
    ),
]
__all__ = ["AsJson", "Key", "Url", "asynchronous", "connected"]
# A person waits: with the server down they hear of it after a second.
_ATTEMPTS = 3


@contextmanager
def connected(url: str | None, key: str | None, data_dir: Path) -> Iterator[SpeechScan]:
    from speechscan.client import SpeechScan

    with SpeechScan(**_arguments(url, key, data_dir)) as client:
        yield client


def asynchronous(url: str | None, key: str | None, data_dir: Path) -> AsyncSpeechScan:
    """To be entered with `async with`."""
    from speechscan.client import AsyncSpeechScan

    return AsyncSpeechScan(**_arguments(url, key, data_dir))


def _arguments(url: str | None, key: str | None, data_dir: Path) -> dict[str, Any]:
    from speechscan.client import Retries

    if not key:
        raise Unauthenticated(
            "An API key is needed. `speechscan keys create NAME` makes one; put it into the environment as "
            "SPEECHSCAN_API_KEY, or give it with --key."
        )
    # The settings are asked only where they are needed: a client's machine has none.
    address = url or Settings.load(data_dir).api_url
    return {"url": address, "key": key, "retries": Retries(attempts=_ATTEMPTS)}
