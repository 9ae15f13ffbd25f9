from __future__ import annotations

from api.webhooks.receivers import PLACES, Receivers

HERS, HIS = ("clinic", ""), ("lab", "")


def test_a_receiver_has_its_places_and_one_while_it_fails():
    receivers = Receivers()
    assert receivers.known() == {}

    for _ in range(PLACES):
        receivers.begin(HERS)
    receivers.begin(HIS)
    assert receivers.known() == {HERS: (0, False), HIS: (PLACES - 1, False)}
    assert receivers.under_way == PLACES + 1

    receivers.end(HERS, failed=True)
    receivers.end(HIS, failed=False)
    assert receivers.known() == {HERS: (0, True)}
    for _ in range(PLACES - 1):
        receivers.end(HERS, failed=True)
    assert receivers.known() == {HERS: (1, True)}
    receivers.begin(HERS)
    receivers.end(HERS, failed=False)
    assert receivers.known() == {}


def test_of_any_number_that_fail_the_latest_are_remembered():
    receivers = Receivers()
    for number in range(1500):
        receivers.begin(("clinic", f"host{number}"))
        receivers.end(("clinic", f"host{number}"), failed=True)

    assert len(receivers.known()) == 1000
    assert ("clinic", "host1499") in receivers.known()
