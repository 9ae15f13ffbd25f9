"""The one error tree: a machine code, an HTTP status, and a sentence that says what to do.

`api/problems.py` maps it to RFC 9457 problem+json; the worker writes the code and the sentence of a
`RecordingError` into the job. Nothing else in the project invents error codes.
"""

from __future__ import annotations

from typing import ClassVar


class SpeechScanError(Exception):
    """Base of every error that a person may see. `detail` is a sentence for them."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


# -- the caller's request ---------------------------------------------------------------------


class Unauthenticated(SpeechScanError):
    code = "unauthenticated"
    status = 401
    title = "An API key is needed"


class Forbidden(SpeechScanError):
    code = "forbidden"
    status = 403
    title = "The API key lacks a scope"


class MissingScope(Forbidden):
    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs the scope {scope}, which the API key does not have. Use another key.")
        self.scope = scope


class ForeignOrigin(SpeechScanError):
    code = "foreign_origin"
    status = 403
    title = "Not sent from our own page"


class NotFound(SpeechScanError):
    code = "not_found"
    status = 404
    title = "Not found"


class MethodNotAllowed(SpeechScanError):
    code = "method_not_allowed"
    status = 405
    title = "The address does not know this method"


class UploadTimeout(SpeechScanError):
    code = "upload_timeout"
    status = 408
    title = "The recording came in too slowly"


class Conflict(SpeechScanError):
    code = "conflict"
    status = 409
    title = "Not possible in the present state"


class UploadMissing(Conflict):
    code = "upload_missing"
    title = "Nothing was uploaded yet"


class IdempotencyMismatch(SpeechScanError):
    code = "idempotency_mismatch"
    status = 422
    title = "The Idempotency-Key was used for another request"


class TooLarge(SpeechScanError):
    code = "too_large"
    status = 413
    title = "The recording is too large"


class UnsupportedFormat(SpeechScanError):
    code = "unsupported_format"
    status = 415
    title = "Not a known audio format"


class InvalidRequest(SpeechScanError):
    code = "invalid_request"
    status = 422
    title = "The request is not valid"


# -- a dependency that is away ----------------------------------------------------------------


class Unavailable(SpeechScanError):
    """A dependency is away. Work waits and no attempt is counted for it."""

    code = "unavailable"
    status = 503
    title = "A part of the service is away"

    def __init__(self, dependency: str, detail: str) -> None:
        super().__init__(detail)
        self.dependency = dependency


class Interrupted(Unavailable):
    """The dependency went away while it worked on our request: the request may be the cause."""


class ModelNotReady(Unavailable):
    code = "model_not_ready"
    title = "No model is ready"

    def __init__(self, detail: str) -> None:
        super().__init__("model", detail)


class ScorerError(SpeechScanError):
    """The model service answered with a failure although it is there. May pass, or may be a clip's fault."""

    code = "scorer_error"


class Busy(Unavailable):
    code = "busy"
    title = "Too much at once"

    def __init__(self, detail: str) -> None:
        super().__init__("api", detail)


# -- the recording itself ---------------------------------------------------------------------


class RecordingError(SpeechScanError):
    """The recording cannot be screened, and no retry will help. Ends its own job as failed.

    `code` is per instance here: the table of codes is in `docs/api.md`.
    """

    status = 422
    title = "The recording cannot be screened"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code  # type: ignore[misc]

    def __reduce__(self) -> tuple[type[RecordingError], tuple[str, str]]:
        # Crosses the process boundary of the decode pool, where the default would drop `code`.
        return (type(self), (self.code, self.detail))
