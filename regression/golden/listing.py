"""What a kept report lists of what differs: nothing of clips that come from jobs, which can be erased."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from regression.golden.differences import PROBABILITY, Difference
from regression.golden.golden import name_of
from regression.references.reference import ReferenceClip


@dataclass(frozen=True, slots=True)
class Unlisted:
    """clips: how many come from jobs and differ. largest: difference of a probability beyond the tolerance among them;
    0.0 where there is none."""

    clips: int
    largest: float

    def __str__(self) -> str:
        """A sentence."""
        apart = f"by up to {self.largest:.2g}" if self.largest else "by no more than the tolerance"
        return (
            f"{self.clips} clips that come from jobs differ and are not listed, since jobs can be erased; their "
            f"probabilities moved {apart}."
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """unlisted: None where nothing is left out"""

    listed: tuple[Difference, ...]
    unlisted: Unlisted | None

    @property
    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {"found": list(map(asdict, self.listed)), "not_listed": self.unlisted and asdict(self.unlisted)}


def listing(found: Sequence[Difference], clips: Iterable[ReferenceClip]) -> Listing:
    """clips: of the set"""
    of_jobs = {name_of(clip) for clip in clips if clip.from_job}
    left_out = [one for one in found if one.clip in of_jobs]
    listed = tuple(one for one in found if one.clip not in of_jobs)
    if not left_out:
        return Listing(listed, None)
    apart = (_apart(one) for one in left_out if one.what == PROBABILITY)
    return Listing(listed, Unlisted(len({one.clip for one in left_out}), max(apart, default=0.0)))


def _apart(one: Difference) -> float:
    return abs(float(one.golden or 0) - float(one.now or 0))
