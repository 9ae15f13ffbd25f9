"""When a request is sent again, and after what wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenacity import RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from speechscan.client.call import Call
from speechscan.client.errors import ApiError, Unreachable, UploadRefused

_MAY_PASS = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Retries:
    """A request is tried at most `attempts` times. The waits double from `first_wait_s`, with chance in them, unless
    the API says in Retry-After how long; if that is longer than `longest_wait_s`, its refusal is raised at once."""

    attempts: int = 5
    first_wait_s: float = 0.25
    longest_wait_s: float = 30.0

    def policy(self, call: Call[Any]) -> dict[str, Any]:
        """Arguments of tenacity's Retrying and AsyncRetrying."""
        return {
            "retry": retry_if_exception(_never_arrived if call.once else self._passes),
            "wait": self._wait_s,
            "stop": stop_after_attempt(max(1, self.attempts)),
            "reraise": True,
        }

    def _passes(self, error: BaseException) -> bool:
        """Whether or not the first one has arrived."""
        if isinstance(error, UploadRefused):
            return error.store_status in _MAY_PASS
        if isinstance(error, ApiError):
            return error.status in _MAY_PASS and (error.retry_after_s or 0) <= self.longest_wait_s
        return isinstance(error, Unreachable)

    def _wait_s(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, ApiError) and error.retry_after_s is not None:
            return error.retry_after_s
        backoff = wait_exponential_jitter(
            multiplier=self.first_wait_s, max=self.longest_wait_s, jitter=self.first_wait_s
        )
        return backoff(state)


def _never_arrived(error: BaseException) -> bool:
    return isinstance(error, Unreachable) and not error.sent
