"""What is wrong with a reference set, in a sentence that says what to do."""

from __future__ import annotations

from speechscan.errors import Conflict, InvalidRequest, NotFound


class UnfitReference(InvalidRequest):
    """The clips cannot judge a model."""


class Overlapping(Conflict):
    """A version has trained on some of the set's speakers or clips."""


class NoReference(NotFound):
    """There is no set of this name, or no such version of it."""


class DamagedReference(Conflict):
    """What the store holds is not what was put there."""
