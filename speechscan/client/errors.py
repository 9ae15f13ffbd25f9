"""What can go wrong between a program and the API: one branch of the tree in `speechscan.errors`.

`detail` is a sentence that says what to do. What the API refuses is an ApiError of the class that its code names, with
the code, the HTTP status and the request id that the service's logs have.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from speechscan import errors
from speechscan.client.answers.problem import Problem
from speechscan.errors import SpeechScanError


class ClientError(SpeechScanError):
    """Base of all of these."""

    title = "The client could not do it"


class BadAddress(ClientError):
    code = "bad_address"


class UnreadableRecording(ClientError):
    code = "unreadable_file"


class Unreachable(ClientError):
    """No answer. `sent` is False if certainly nothing of the request has arrived."""

    code = "unreachable"

    def __init__(self, detail: str, *, sent: bool) -> None:
        super().__init__(detail)
        self.sent = sent


class NotEnded(ClientError):
    """A job or batch has not ended in the time that the caller gave it. It goes on."""

    code = "not_ended"

    def __init__(self, detail: str, waited_for: UUID) -> None:
        super().__init__(detail)
        self.waited_for = waited_for


class UnexpectedAnswer(ClientError):
    """Not what version 1 of the API answers."""

    code = "unexpected_answer"


class UploadRefused(ClientError):
    """The object store did not take the recording. `store_status` is its HTTP status."""

    code = "upload_refused"

    def __init__(self, detail: str, store_status: int) -> None:
        super().__init__(detail)
        self.store_status = store_status


class ItemRefused(ClientError):
    """The API took an item of a batch for none before anything was sent, as one that is too large; `code` says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code  # type: ignore[misc]


class ApiError(ClientError):
    """The API refused. Its subclasses name the usual reasons; any other code is this class itself."""

    def __init__(self, problem: Problem, *, retry_after_s: float | None = None) -> None:
        super().__init__(_sentence(problem))
        self.problem = problem
        self.code = problem.code  # type: ignore[misc]
        self.status = problem.status  # type: ignore[misc]
        self.request_id = problem.request_id
        self.retry_after_s = retry_after_s


class Unauthenticated(ApiError):
    """No valid key."""


class Forbidden(ApiError):
    """The key lacks the scope that the sentence names."""


class NotFound(ApiError):
    """No such thing, or somebody else's."""


class Conflict(ApiError):
    """Not possible in the present state."""


class InvalidRequest(ApiError):
    """`problem.errors` says which fields, as the sentence does."""


class IdempotencyMismatch(InvalidRequest):
    """The idempotency key was used for another recording, subject or task, or for another batch."""


class TooLarge(ApiError):
    """The recording is over the limit."""


class UnsupportedFormat(ApiError):
    """The content is none of the accepted formats."""


class UploadTimeout(ApiError):
    """The recording came in too slowly."""


class Unavailable(ApiError):
    """A part of the service is away. Tries again have been made already."""


class ModelNotReady(Unavailable):
    """No model is ready, so no recording is taken in."""


class Busy(Unavailable):
    """Too many uploads at once."""


class MethodNotAllowed(ApiError):
    """The API is older than this client."""


BY_CODE: Mapping[str, type[ApiError]] = MappingProxyType(
    {
        errors.Unauthenticated.code: Unauthenticated,
        errors.Forbidden.code: Forbidden,
        errors.NotFound.code: NotFound,
        errors.MethodNotAllowed.code: MethodNotAllowed,
        errors.UploadTimeout.code: UploadTimeout,
        errors.Conflict.code: Conflict,
        errors.IdempotencyMismatch.code: IdempotencyMismatch,
        errors.TooLarge.code: TooLarge,
        errors.UnsupportedFormat.code: UnsupportedFormat,
        errors.InvalidRequest.code: InvalidRequest,
        errors.Unavailable.code: Unavailable,
        errors.ModelNotReady.code: ModelNotReady,
        errors.Busy.code: Busy,
        errors.UploadMissing.code: Conflict,
    }
)


def _sentence(problem: Problem) -> str:
    # Whoever runs the service finds the reason of a fault by it.
    where = f" Request id {problem.request_id}." if problem.status >= 500 and problem.request_id else ""
    return f"{problem.detail}{where}"
