"""Scores of now beside the golden ones: which clips differ, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from registry.measures import MEASUREMENTS
from regression.golden.environment import Change, Environment
from regression.golden.golden import Golden, GoldenScore, name_of
from regression.references.reference import Reference
from regression.scored import Scored
from speechscan.domain.quality_gate import QualityGate

# Of a probability; of a measurement the same share of the range that voices give. docs/regression.md has what threads
# and processors change: a thousandth of this.
TOLERANCE = 1e-3
PROBABILITY, FAMILIAR, VERDICT, CLIP = "probability", "familiar", "verdict", "clip"
_RANGES = {measurement.name: measurement.high - measurement.low for measurement in MEASUREMENTS}


@dataclass(frozen=True, slots=True)
class Difference:
    """clip: the phantom's name or the sound's SHA-256. what: probability, familiar, verdict, a measurement, or `clip`
    for one that is on one side only. golden, now: None where there is none"""

    clip: str
    what: str
    golden: float | str | bool | None
    now: float | str | bool | None


@dataclass(frozen=True, slots=True)
class Differences:
    """compared: clips that are on both sides. largest: difference of a probability among them. otherwise: how many of
    them sound otherwise, as phantoms do after a change of their code"""

    compared: int
    largest: float
    otherwise: int
    found: tuple[Difference, ...]
    changes: tuple[Change, ...]

    @property
    def equal(self) -> bool:
        return not self.found


def compare(
    golden: Golden,
    scored: Sequence[Scored],
    tolerance: float = TOLERANCE,
    *,
    model: str | None = None,
    reference: Reference | None = None,
    gate: QualityGate | None = None,
    environment: Environment | None = None,
) -> Differences:
    """model: digest of the version that scored now; reference: the set that it scored; gate: the bounds that its
    verdicts kept to: each if it may be another one than in the golden scores. environment: by default the present
    one"""
    now = {name_of(one.clip): one for one in scored}
    then = {score.clip: score for score in golden.scores}
    both = [name for name in then if name in now]
    apart = [abs(then[name].probability - now[name].probability) for name in both]
    return Differences(
        compared=len(both),
        largest=max(apart, default=0.0),
        otherwise=sum(then[name].sound != now[name].clip.sha256 for name in both),
        found=(*_one_sided(then, now), *(d for name in both for d in _differences(then[name], now[name], tolerance))),
        changes=tuple(_changes(golden, model, reference, gate, environment or Environment.present())),
    )


def _changes(
    golden: Golden, model: str | None, reference: Reference | None, gate: QualityGate | None, now: Environment
) -> Iterator[Change]:
    if model not in (None, golden.model):
        yield Change("model", golden.model, model)
    if reference and reference.sha256 != golden.reference:
        yield Change("reference set", golden.reference, reference.sha256)
    for bound, value in asdict(gate).items() if gate else ():
        if (then := golden.gate.get(bound)) != value:
            yield Change(f"quality gate, {bound}", None if then is None else f"{then:g}", f"{value:g}")
    yield from golden.environment.changes_to(now)


def _one_sided(then: dict[str, GoldenScore], now: dict[str, Scored]) -> Iterator[Difference]:
    yield from (Difference(name, CLIP, "there", None) for name in then if name not in now)
    yield from (Difference(name, CLIP, None, "there") for name in now if name not in then)


def _differences(golden: GoldenScore, now: Scored, tolerance: float) -> Iterator[Difference]:
    if abs(golden.probability - now.probability) > tolerance:
        yield Difference(golden.clip, PROBABILITY, golden.probability, now.probability)
    if golden.familiar != now.familiar:
        yield Difference(golden.clip, FAMILIAR, golden.familiar, now.familiar)
    if golden.status != now.status:
        yield Difference(golden.clip, VERDICT, golden.status, now.status.value)
    for name in dict.fromkeys([*golden.measurements, *now.measurements]):
        then, present = golden.measurements.get(name), now.measurements.get(name)
        if then is None or present is None or abs(then - present) > tolerance * _RANGES.get(name, 1.0):
            yield Difference(golden.clip, name, then, present)
