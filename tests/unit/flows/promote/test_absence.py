from __future__ import annotations

from uuid import UUID

from flows.promote.absence import GONE_AFTER_S, Absences

RUN, OTHER = UUID(int=1), UUID(int=2)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def looks_until_gone(absences: Absences, clock: Clock, every_s: float) -> int:
    looks = 1
    while not absences.is_gone(RUN, present=False):
        clock.now += every_s
        looks += 1
    return looks


def test_a_process_is_gone_when_it_was_missed_at_every_look_for_a_while() -> None:
    clock = Clock()
    assert looks_until_gone(Absences(clock), clock, every_s=1.0) == 1 + GONE_AFTER_S


def test_one_that_is_back_in_between_is_missed_anew() -> None:
    clock = Clock()
    absences = Absences(clock)
    for _ in range(10):
        assert not absences.is_gone(RUN, present=False)
        clock.now += GONE_AFTER_S - 1
        assert not absences.is_gone(RUN, present=True)


def test_an_outage_between_two_looks_is_not_held_against_it() -> None:
    """Missed just before the database went away for an hour, and not yet back when the watcher is."""
    clock = Clock()
    absences = Absences(clock)
    assert not absences.is_gone(RUN, present=False)
    clock.now += 3600
    assert not absences.is_gone(RUN, present=False)
    assert looks_until_gone(absences, clock, every_s=1.0) > 5


def test_looks_that_are_far_apart_come_to_an_end_too() -> None:
    clock = Clock()
    assert looks_until_gone(Absences(clock), clock, every_s=60.0) == 4


def test_each_run_is_missed_by_itself() -> None:
    clock = Clock()
    absences = Absences(clock)
    looks_until_gone(absences, clock, every_s=2.0)
    assert not absences.is_gone(OTHER, present=False)
