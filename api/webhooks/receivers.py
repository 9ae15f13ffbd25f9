"""What a sender knows of the receivers that it has to do with, and how its places are shared between them.

No receiver, no caller and no number of receivers that do not answer can hold all places: a quarter is kept for those
that took what they were sent last, and another half for these and for those that were never met.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping

from speechscan.db.room import Known, Receiver, Room
from speechscan.domain.webhook import Standing

# Attempts at one receiver at a time; one that failed last gets one place until it takes something again.
PLACES = 4
_PLACES_OF_FAILING = 1
# Of those that jobs name there may be any number; one that is forgotten is taken for new.
_MOST_KNOWN = 2000
# A receiver that asks for a wait is left alone altogether, but no longer than this: it may have got another address.
LONGEST_REST_S = 60.0


class Receivers:
    """concurrency: places in all. clock: s"""

    def __init__(self, concurrency: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._concurrency = concurrency
        self._clock = clock
        self._under_way: Counter[Receiver] = Counter()
        # The latest last.
        self._standing: dict[Receiver, Standing] = {}
        self._rest_until: dict[Receiver, float] = {}

    def remember(self, standings: Mapping[Receiver, Standing]) -> None:
        for receiver, standing in standings.items():
            self._set(receiver, standing)

    def begin(self, receiver: Receiver) -> None:
        self._under_way[receiver] += 1

    def end(self, receiver: Receiver, standing: Standing | None, *, rest_s: float = 0.0) -> None:
        """standing: None if the attempt told nothing about the receiver; rest_s: asked for by it"""
        self._under_way[receiver] -= 1
        if not self._under_way[receiver]:
            del self._under_way[receiver]
        if standing is not None:
            self._set(receiver, standing)
            if rest_s > 0:
                self._rest_until[receiver] = self._clock() + min(rest_s, LONGEST_REST_S)

    def room(self) -> Room:
        self._wake()
        of_owner: Counter[str] = Counter()
        of_standing: Counter[Standing] = Counter()
        for receiver, count in self._under_way.items():
            of_owner[receiver[0]] += count
            of_standing[self._standing.get(receiver, Standing.NEW)] += count
        owner_places = self._share(1 / 4, PLACES)
        failing = of_standing[Standing.FAILING]
        return Room(
            total=self._concurrency - self._under_way.total(),
            of_receiver=PLACES,
            of_owner=owner_places,
            not_answering=self._share(3 / 4) - failing - of_standing[Standing.NEW],
            failing=self._share(1 / 4) - failing,
            receivers={receiver: self._known(receiver) for receiver in {*self._under_way, *self._standing}},
            owners={owner: owner_places - count for owner, count in of_owner.items()},
        )

    def _share(self, of_all: float, least: int = 1) -> int:
        return max(least, int(self._concurrency * of_all))

    def _known(self, receiver: Receiver) -> Known:
        standing = self._standing.get(receiver, Standing.NEW)
        most = _PLACES_OF_FAILING if standing is Standing.FAILING else PLACES
        left = 0 if receiver in self._rest_until else max(0, most - self._under_way[receiver])
        return Known(left, standing)

    def _set(self, receiver: Receiver, standing: Standing) -> None:
        self._standing.pop(receiver, None)
        self._standing[receiver] = standing
        if standing is Standing.ANSWERS:
            self._rest_until.pop(receiver, None)
        while len(self._standing) > _MOST_KNOWN:
            forgotten = next(iter(self._standing))
            del self._standing[forgotten]
            self._rest_until.pop(forgotten, None)

    def _wake(self) -> None:
        now = self._clock()
        self._rest_until = {receiver: until for receiver, until in self._rest_until.items() if until > now}
