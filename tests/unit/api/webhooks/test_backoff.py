from __future__ import annotations

import random
from statistics import mean

import pytest

from api.webhooks.backoff import backoff
from speechscan.settings import Settings


@pytest.fixture(autouse=True)
def seeded() -> None:
    random.seed(1)


@pytest.mark.parametrize(
    ("number", "bound"), [(1, 10), (2, 30), (3, 90), (7, 7290), (8, 14_400), (19, 14_400), (5000, 14_400)]
)
def test_waits_are_spread_up_to_a_bound_that_triples(number, bound):
    waits = [backoff(Settings())(number, 0.0) or 0.0 for _ in range(300)]

    assert min(waits) >= 1
    assert 0.9 * bound < max(waits) <= bound
    assert 0.4 * bound < mean(waits) < 0.65 * bound


def test_a_delivery_is_tried_for_about_three_days():
    after, ages, counts = backoff(Settings()), [], []
    for _ in range(200):
        number, age = 1, 0.0
        while (wait := after(number, age)) is not None:
            number, age = number + 1, age + wait
        ages.append(age)
        counts.append(number)

    assert max(ages) < 72 * 3600
    assert min(ages) > 68 * 3600
    assert 40 < mean(counts) < 46


def test_settings_bound_it():
    settings = Settings(webhook_first_wait_s=2, webhook_longest_wait_s=4, webhook_give_up_s=100)

    assert 1 <= (backoff(settings)(9, 0.0) or 0) <= 4
    assert backoff(settings)(1, 99.5) is None


def test_what_the_receiver_asks_for_is_waited_at_least_and_spread_behind_it():
    waits = [backoff(Settings())(1, 0.0, 600.0) or 0.0 for _ in range(300)]

    assert min(waits) >= 601
    assert 609 < max(waits) <= 610


def test_what_the_receiver_asks_for_has_the_bound_of_all_waits():
    settings = Settings(webhook_longest_wait_s=3600)

    assert 3600 < (backoff(settings)(1, 0.0, float("inf")) or 0) <= 3610


def test_if_it_asks_for_more_than_there_is_left_the_last_attempt_comes_at_the_end():
    assert backoff(Settings())(1, 71.5 * 3600, 3600.0) == pytest.approx(1799)
    assert backoff(Settings())(1, 72 * 3600, 3600.0) is None
