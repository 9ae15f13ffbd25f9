"""When a delivery is tried again, and when no more."""

from __future__ import annotations

from typing import Protocol

from tenacity import RetryCallState, Retrying, stop_before_delay, wait_random_exponential

from speechscan.settings import Settings

_LEAST_S = 1.0
_BASE = 3


class Backoff(Protocol):
    def __call__(self, number: int, age_s: float, asked_s: float = 0.0, /) -> float | None:
        """Of the number of the attempt that failed, from 1, the age of the delivery in s, and the wait in s that the
        receiver asked for: the wait until the next attempt in s, None if there is to be none."""


def backoff(settings: Settings) -> Backoff:
    """The wait is drawn from 1 s to a bound that triples up to `webhook_longest_wait_s` ("full jitter"): receivers that
    come back are not met by all at once. With the defaults about 43 attempts in three days: an outage over a weekend
    loses nothing.

    What the receiver asked for, up to the same longest wait, comes before it: those that were all sent away until one
    moment are spread behind it. If that is longer than there is time left, the last attempt comes at its end."""
    longest_s = settings.webhook_longest_wait_s
    wait = wait_random_exponential(
        multiplier=settings.webhook_first_wait_s, max=longest_s, exp_base=_BASE, min=_LEAST_S
    )
    stop = stop_before_delay(settings.webhook_give_up_s)

    def after(number: int, age_s: float, asked_s: float = 0.0, /) -> float | None:
        # As tenacity would see it, had the attempts been made in this process.
        state = RetryCallState(Retrying(), None, (), {})
        state.attempt_number = number
        state.outcome_timestamp = state.start_time + age_s
        drawn_s = wait(state)
        left_s = settings.webhook_give_up_s - age_s - drawn_s - _LEAST_S
        state.upcoming_sleep = drawn_s + min(asked_s, longest_s, max(left_s, 0.0))
        return None if stop(state) else state.upcoming_sleep

    return after
