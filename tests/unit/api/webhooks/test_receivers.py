from __future__ import annotations

from collections.abc import Iterable

from api.webhooks.receivers import LONGEST_REST_S, PLACES, Receivers
from speechscan.db.room import Known, Receiver
from speechscan.domain.webhook import Standing

HERS, HIS = ("clinic", ""), ("lab", "")
ANSWERS, NEW, FAILING = Standing


def begin(receivers: Receivers, whom: Iterable[Receiver]) -> None:
    for receiver in whom:
        receivers.begin(receiver)


def test_a_receiver_has_its_places_and_one_while_it_fails():
    receivers = Receivers(64)
    assert receivers.room().receivers == {}

    begin(receivers, [HERS] * PLACES + [HIS])
    assert receivers.room().receivers == {HERS: Known(0, NEW), HIS: Known(PLACES - 1, NEW)}
    assert receivers.room().total == 64 - PLACES - 1

    receivers.end(HERS, FAILING)
    receivers.end(HIS, ANSWERS)
    assert receivers.room().receivers == {HERS: Known(0, FAILING), HIS: Known(PLACES, ANSWERS)}
    for _ in range(PLACES - 1):
        receivers.end(HERS, FAILING)
    assert receivers.room().receivers[HERS] == Known(1, FAILING)
    receivers.begin(HERS)
    receivers.end(HERS, ANSWERS)
    assert receivers.room().receivers[HERS] == Known(PLACES, ANSWERS)


def test_an_attempt_that_told_nothing_changes_no_standing():
    receivers = Receivers(64)
    begin(receivers, [HERS])
    receivers.end(HERS, None)
    assert receivers.room() == Receivers(64).room()


def test_shares_of_those_that_do_not_answer():
    receivers = Receivers(64)
    assert (receivers.room().not_answering, receivers.room().failing) == (48, 16)

    receivers.remember({("fails", ""): FAILING, HIS: ANSWERS})
    begin(receivers, [("fails", ""), HERS, HERS, HIS])
    room = receivers.room()

    assert (room.total, room.not_answering, room.failing) == (60, 45, 15)
    # What is under way at one that fails now counts as such.
    receivers.end(HERS, FAILING)
    assert (receivers.room().not_answering, receivers.room().failing) == (46, 14)


def test_a_caller_has_a_quarter_whatever_hosts_it_names():
    receivers = Receivers(64)
    begin(receivers, [("clinic", f"host{n}") for n in range(5)])

    room = receivers.room()

    assert (room.of_owner, room.owners) == (16, {"clinic": 11})


def test_however_few_places_there_is_one_for_each_kind():
    room = Receivers(1).room()
    assert (room.total, room.of_owner, room.not_answering, room.failing) == (1, PLACES, 1, 1)


def test_one_that_asks_for_a_wait_is_left_alone_for_so_long_but_not_for_ever():
    now = 100.0
    receivers = Receivers(64, clock=lambda: now)
    begin(receivers, [HERS, HERS, HIS])
    receivers.end(HERS, FAILING, rest_s=20)
    receivers.end(HERS, FAILING)
    receivers.end(HIS, FAILING, rest_s=1e9)

    def places() -> tuple[int, int]:
        known = receivers.room().receivers
        return known[HERS].places, known[HIS].places

    assert places() == (0, 0)
    now += 20
    assert places() == (1, 0)
    now = 100 + LONGEST_REST_S
    assert places() == (1, 1)


def test_an_answer_ends_the_wait():
    receivers = Receivers(64, clock=lambda: 0.0)
    begin(receivers, [HERS, HERS])
    receivers.end(HERS, FAILING, rest_s=20)
    receivers.end(HERS, ANSWERS)
    assert receivers.room().receivers == {HERS: Known(PLACES, ANSWERS)}


def test_of_any_number_that_fail_the_latest_are_remembered():
    receivers = Receivers(64)
    for number in range(2500):
        receivers.begin(("clinic", f"host{number}"))
        receivers.end(("clinic", f"host{number}"), FAILING, rest_s=5)

    known = receivers.room().receivers
    assert len(known) == 2000
    assert ("clinic", "host2499") in known
