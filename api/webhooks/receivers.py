"""What a sender knows of the receivers that it has to do with: how busy each is, and whether it failed last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from speechscan.db.outbox import Receiver

# Attempts at one receiver at a time; one that failed last gets one place until it takes something again.
PLACES = 4
_PLACES_OF_FAILING = 1
# Of those that jobs name there may be any number; one that is forgotten is taken for sound.
_MOST_FAILING = 1000


class Receivers:
    def __init__(self) -> None:
        self._under_way: Counter[Receiver] = Counter()
        self._failing: dict[Receiver, None] = {}

    def begin(self, receiver: Receiver) -> None:
        self._under_way[receiver] += 1

    def end(self, receiver: Receiver, *, failed: bool) -> None:
        self._under_way[receiver] -= 1
        if not self._under_way[receiver]:
            del self._under_way[receiver]
        self._failing.pop(receiver, None)
        if failed:
            self._failing[receiver] = None
            while len(self._failing) > _MOST_FAILING:
                del self._failing[next(iter(self._failing))]

    @property
    def under_way(self) -> int:
        return self._under_way.total()

    def known(self) -> Mapping[Receiver, tuple[int, bool]]:
        """Places that are left, and whether it is failing, of all that differ from a receiver never met."""
        return {receiver: self._told(receiver) for receiver in {*self._under_way, *self._failing}}

    def _told(self, receiver: Receiver) -> tuple[int, bool]:
        failing = receiver in self._failing
        most = _PLACES_OF_FAILING if failing else PLACES
        return max(0, most - self._under_way[receiver]), failing
