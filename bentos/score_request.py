"""A request to score, taken as it is: body and ids, no parsing."""

from __future__ import annotations

from typing import Any, Self

import bentoml


class ScoreRequest(bentoml.IODescriptor):  # type: ignore[misc]
    """The wire format of speechscan.scorer.wire."""

    # BentoML's own way for `bytes` builds a JSON schema for every request, which costs more than a millisecond.
    body: bytes
    request_id: str | None = None
    job_ids: str | None = None
    traceparents: str | None = None

    @classmethod
    async def from_http_request(cls, request: Any, serde: Any) -> Self:
        headers = request.headers
        made: Self = cls.model_construct(
            body=await request.body(),
            request_id=headers.get("x-request-id"),
            job_ids=headers.get("x-job-ids"),
            traceparents=headers.get("x-traceparents"),
        )
        return made
