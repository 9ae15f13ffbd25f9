"""Check 6: measurements of voices whose truth is known are within tolerance of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from regression.gate.check import Check, judged
from regression.gate.policy import Phantoms
from regression.phantoms.expected import expected
from regression.scored import Scored
from speechscan.domain.sentence import Sentence, Wording

NAME = "phantoms"
_UNMEASURED = Wording("phantom-unmeasured", "{measurement} of {phantom} is not measured; the truth is {truth:.4g}.")
_OFF = Wording(
    "phantom-off",
    "{measurement} of {phantom} is measured as {measured:.4g}; the truth is {truth:.4g}, "
    "and {tolerance:.2g} off is allowed.",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """measured: None where it was not measured."""

    phantom: str
    measurement: str
    truth: float
    measured: float | None
    tolerance: float

    @property
    def off(self) -> float:
        return float("inf") if self.measured is None else abs(self.measured - self.truth)

    @property
    def sentence(self) -> Sentence:
        if self.measured is None:
            return _UNMEASURED(measurement=self.measurement, phantom=self.phantom, truth=self.truth)
        return _OFF(**asdict(self))


def readings(scored: Sequence[Scored], policy: Phantoms) -> list[Reading]:
    tolerances = {str(name): tolerance for name, tolerance in policy.tolerances.items()}
    return [
        Reading(one.clip.phantom, name, truth, one.measurements.get(name), tolerances[name].around(truth))
        for one in scored
        if one.clip.phantom is not None
        for name, truth in expected(one.clip.phantom).items()
        if name in tolerances
    ]


def check(scored: Sequence[Scored], policy: Phantoms) -> Check:
    found = readings(scored, policy)
    off = [reading for reading in found if reading.off > reading.tolerance]
    figures = {
        "phantoms": len(scored),
        "readings": len(found),
        "largest": {name: _largest(found, name) for name in policy.tolerances},
        "off": [asdict(reading) for reading in off],
    }
    return judged(NAME, [reading.sentence for reading in off], figures)


def _largest(found: Sequence[Reading], name: str) -> dict[str, object] | None:
    """The reading that comes closest to its tolerance, or is furthest beyond it."""
    own = [reading for reading in found if reading.measurement == name]
    return asdict(max(own, key=lambda reading: reading.off / (reading.tolerance or 1e-12))) if own else None
