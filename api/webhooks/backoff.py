"""When a delivery is tried again, and when no more."""

from __future__ import annotations

from collections.abc import Callable

from tenacity import RetryCallState, Retrying, stop_before_delay, wait_random_exponential

from speechscan.settings import Settings

Backoff = Callable[[int, float], float | None]
_LEAST_S = 1.0
_BASE = 3


def backoff(settings: Settings) -> Backoff:
    """Of the number of the attempt that failed, from 1, and the age of the delivery in s: the wait until the next in s,
    None if there is to be none.

    The wait is drawn from 1 s to a bound that triples up to `webhook_longest_wait_s` ("full jitter"): receivers that
    come back are not met by all at once. With the defaults about 19 attempts in a day."""
    wait = wait_random_exponential(
        multiplier=settings.webhook_first_wait_s, max=settings.webhook_longest_wait_s, exp_base=_BASE, min=_LEAST_S
    )
    stop = stop_before_delay(settings.webhook_give_up_s)

    def after(number: int, age_s: float) -> float | None:
        # As tenacity would see it, had the attempts been made in this process.
        state = RetryCallState(Retrying(), None, (), {})
        state.attempt_number = number
        state.outcome_timestamp = state.start_time + age_s
        state.upcoming_sleep = wait(state)
        return None if stop(state) else state.upcoming_sleep

    return after
