"""A request as data, and how its answer is read: what the blocking and the asynchronous client share.

Steps are generators: they yield calls and pauses, are sent the answers, and return what comes of them. They do no I/O,
so either client can run them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Generic, TypeVar

import httpx
from pydantic import ValidationError

from speechscan.client.answers.base import Answer
from speechscan.client.errors import UnexpectedAnswer
from speechscan.client.recording import Recording

T = TypeVar("T")
A = TypeVar("A", bound=Answer)
# The content decides, and the name of the file, from which a better guess would come, is nobody's business.
MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """A request to the API. Sent twice it is the same as once: what makes something has an idempotency key.
    Where it is not the same, `once` says so.

    recording    the body; with `form`, its part `file`
    form         fields of a form that the object store asks for; `path` is then an address, and gets no key
    patience_s   the answer may take so much longer than usual
    once         not to be sent again unless certainly nothing of it has arrived
    """

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    json: Any = None
    recording: Recording | None = None
    form: Mapping[str, str] | None = None
    patience_s: float = 0
    once: bool = False

    def as_form(self, file: BinaryIO) -> dict[str, Any]:
        """Arguments of httpx's `request`. The part needs some file name; it is not that of the file."""
        return {"data": dict(self.form or {}), "files": {"file": ("recording", file, MEDIA_TYPE)}}


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


Steps = Generator[Call[Any] | Pause, Any, T]


def as_answer(kind: type[A]) -> Callable[[httpx.Response], A]:
    return lambda response: parsed(kind, response.content)


def parsed(kind: type[A], content: bytes | str) -> A:
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        # Without the error's own words, which repeat what was answered.
        raise UnexpectedAnswer(
            f"The answer is not what version 1 of the API says of a {kind.__name__}. Is the address that of "
            "SpeechScan, and this client as new as the service?"
        ) from error.__cause__


def as_text(response: httpx.Response) -> str:
    return response.text


def nothing(_: httpx.Response) -> None:
    return
