"""The Bento over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import httpx

from speechscan.domain.result import ModelRef, Score
from speechscan.errors import Interrupted, RecordingError, ScorerError, Unavailable
from speechscan.scorer import wire
from speechscan.scorer.base import Trace

T = TypeVar("T")


class HttpScorer:
    """One pooled client; close it with `aclose`."""

    def __init__(self, base_url: str, timeout_s: float = 30.0) -> None:
        self._client = httpx.AsyncClient(base_url=base_url, timeout=httpx.Timeout(timeout_s, connect=2.0))

    async def score(self, clips: Sequence[bytes], trace: Trace = Trace()) -> list[Score]:  # noqa: B008 - frozen
        headers = {
            "content-type": "application/octet-stream",
            "x-job-ids": ",".join(trace.job_ids),
            "x-request-id": ",".join(trace.request_ids),
            **_traced(trace),
        }
        answer = await self._request("POST", "/score", content=wire.pack(clips), headers=headers)
        scores = _understood(wire.decode_scores, answer)
        if len(scores) != len(clips):
            raise ScorerError(f"The model answered {len(scores)} scores for {len(clips)} clips.")
        return scores

    async def champion(self) -> ModelRef:
        answer = await self._request("POST", "/champion", json={})
        return _understood(lambda fields: ModelRef(**fields), answer)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _request(self, method: str, path: str, **kwargs: Any) -> Any:
        try:
            response = await self._client.request(method, path, **kwargs)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable("model", f"The model service cannot be reached: {type(error).__name__}.") from error
        except httpx.TransportError as error:
            raise Interrupted("model", f"The model service broke off: {type(error).__name__}.") from error
        if response.status_code == 422:
            raise RecordingError("model_refused", "The model cannot score this recording. Record it again.")
        if response.status_code in (429, 503):
            raise Unavailable("model", "The model service has no model ready.")
        if response.status_code != 200:
            raise ScorerError(f"The model service answered {response.status_code}.")
        return _understood(httpx.Response.json, response)


def _traced(trace: Trace) -> dict[str, str]:
    """A header of our own: W3C's own holds one context, and the clips of a batch belong to several."""
    if not any(trace.traceparents):
        return {}
    return {"x-traceparents": ",".join(one or "" for one in trace.traceparents)}


def _understood(read: Callable[[Any], T], answer: Any) -> T:
    try:
        return read(answer)
    except (ValueError, KeyError, TypeError) as error:
        raise ScorerError("The model service gave an answer of an unknown form.") from error
