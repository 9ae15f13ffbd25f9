"""From a response, or from none, to an answer or an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from pydantic import ValidationError

from speechscan import errors
from speechscan.client.answers.problem import Problem
from speechscan.client.call import Call
from speechscan.client.endpoint import Endpoint
from speechscan.client.errors import BY_CODE, ApiError, Unavailable, UnexpectedAnswer, Unreachable, UploadRefused

T = TypeVar("T")
_PROBLEM = "application/problem+json"
_GATEWAY = (429, 502, 503, 504)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_S3_CODE = re.compile(r"<Code>(\w{1,60})</Code>")


def answered(call: Call[T], response: httpx.Response, endpoint: Endpoint) -> T:
    """Raises ApiError, UploadRefused and UnexpectedAnswer."""
    if response.is_success:
        return call.read(response)
    if call.form is not None:
        raise _refused_by_store(response)
    raise refusal(response, endpoint)


def refusal(response: httpx.Response, endpoint: Endpoint) -> ApiError | UnexpectedAnswer:
    problem = _problem(response)
    if problem is not None:
        problem = _about_the_key(problem, endpoint)
        return BY_CODE.get(problem.code, ApiError)(problem, retry_after_s=_retry_after_s(response))
    if response.status_code in _GATEWAY:
        detail = f"{endpoint.url} is there, but what it passes requests on to is away. Try again later."
        away = Problem(status=response.status_code, detail=detail, code="gateway", request_id="")
        return Unavailable(away, retry_after_s=_retry_after_s(response))
    return UnexpectedAnswer(
        f"{endpoint.url} answered {response.status_code} as SpeechScan does not. Is it the right address?"
    )


def _about_the_key(problem: Problem, endpoint: Endpoint) -> Problem:
    """The API tells of a header, which whoever uses a client has never seen."""
    if problem.code != errors.Unauthenticated.code:
        return problem
    told = (
        f"{endpoint.url} does not know the API key: it is mistyped, revoked, or of another SpeechScan."
        if endpoint.key
        else f"{endpoint.url} asks for an API key."
    )
    how = "Whoever runs the service makes keys with `speechscan keys create NAME`."
    return problem.model_copy(update={"detail": f"{told} {how}"})


@contextmanager
def reaching(call: Call[T], endpoint: Endpoint) -> Iterator[None]:
    """Turns what stands in the way of an answer into Unreachable."""
    try:
        yield
    except httpx.TransportError as error:
        where = "the object store" if call.form is not None else endpoint.url
        raise unreachable(error, where) from error


def unreachable(error: httpx.TransportError, where: str) -> Unreachable:
    if isinstance(error, _NEVER_SENT):
        sentence = (
            f"SpeechScan does not answer at {where}. `speechscan up` starts it on this machine; if it runs elsewhere, "
            "check the address."
        )
        return Unreachable(sentence, sent=False)
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"No answer from {where} in time. Try again later.", sent=True)
    return Unreachable(f"The connection to {where} broke off. Try again.", sent=True)


def _problem(response: httpx.Response) -> Problem | None:
    if not response.headers.get("content-type", "").startswith(_PROBLEM):
        return None
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        return None


def _refused_by_store(response: httpx.Response) -> UploadRefused:
    code = _S3_CODE.search(response.text)
    why = code.group(1) if code else f"status {response.status_code}"
    return UploadRefused(
        f"The object store did not take the recording ({why}). It may be too large, or the upload began too late.",
        response.status_code,
    )


def _retry_after_s(response: httpx.Response) -> float | None:
    given = response.headers.get("retry-after", "")
    if given.isdecimal():
        return float(given)
    try:
        return max(0.0, (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # none, or what is no date
        return None
