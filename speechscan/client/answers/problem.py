"""RFC 9457 problem+json, as the API sends it with every error."""

from __future__ import annotations

from speechscan.client.answers.base import Answer


class FieldProblem(Answer):
    field: str
    message: str


class Problem(Answer):
    status: int
    detail: str
    """A sentence that says what to do."""
    code: str
    request_id: str
    """As in the logs of the service."""
    errors: tuple[FieldProblem, ...] = ()
