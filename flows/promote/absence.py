"""How long the processes of runs have been missed. One look is not enough: after a restart of the database each living
process needs some seconds to take its place in it again."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

# A living process is back after 2 * RENEWED_EVERY_S, and what it takes to connect.
GONE_AFTER_S = 15.0
# As much as one look adds at most: between two looks the database may have been away, and nobody could take a place.
_LONGEST_STEP_S = 5.0


class Absences:
    """clock: seconds, monotonic"""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._missed: dict[UUID, tuple[float, float]] = {}
        """Run -> when it was missed last, and how long it had been missed by then, s."""

    def is_gone(self, run_id: UUID, *, present: bool) -> bool:
        """To be told at each look."""
        if present:
            self._missed.pop(run_id, None)
            return False
        now = self._clock()
        last, missed_s = self._missed.get(run_id, (now, 0.0))
        missed_s += min(now - last, _LONGEST_STEP_S)
        self._missed[run_id] = now, missed_s
        return missed_s >= GONE_AFTER_S
