"""The gate: whether a challenger may become champion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from registry.training.progress import Progress, silent
from regression.gate.admission import admitted
from regression.gate.bench import Bench
from regression.gate.check import Check, Outcome
from regression.gate.checks import accuracy, calibration, shortcut, subgroups
from regression.gate.contender import Contender
from regression.gate.duel import Duel
from regression.gate.material import Material, sample
from regression.gate.policy import Policy
from regression.gate.report.report import GateReport, Side, report_id
from regression.gate.service import Opened
from regression.golden.environment import Environment
from regression.references.phantoms import phantom_reference, phantom_sounds
from regression.references.reference import Kind
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.sentence import Sentence, Wording

_NO_REFERENCE = Wording(
    "gate-no-reference",
    "There is no clinical reference set that may judge: add one with `speechscan reference add`.",
)()
_NO_CHAMPION = Wording("gate-no-champion", "There is no champion to compare with.")()
_SAME = "The challenger is the champion's model, bit for bit: only chance of the machine could tell them apart."


def judge(
    challenger: Contender,
    champion: Contender | None,
    references: Sequence[Material],
    policy: Policy,
    *,
    seed: int = 0,
    gate: QualityGate = QualityGate(),  # noqa: B008 - frozen
    service: Opened | None = None,
    progress: Progress = silent,
) -> GateReport:
    """The same for the same seed but for the times of the check of cost, and the verdict on them.

    references  clinical sets; one that a version has trained on is left out, and the report says so. The phantoms
                need not be given
    service     starts the challenger's own service; without one the check of served answers cannot be made

    Not to be called from a running event loop, and for minutes. Raises what scoring raises."""
    usable, uses = admitted(references, [challenger, *([champion] if champion else [])])
    bench = Bench(challenger, champion, policy, seed, gate, progress)
    made = Material(phantom_reference(), phantom_sounds)
    clinical = [material for material in usable if material.reference.kind is Kind.CLINICAL]
    duels = [bench.duel(material, champion) for material in clinical] if champion else []
    drawn = clinical or [made]
    checks = [
        *_compared(duels, policy, seed, _NO_CHAMPION if clinical else _NO_REFERENCE),
        bench.behaviour(sample(drawn, policy.behaviour.clips, seed)),
        *(bench.shortcut(material) for material in clinical),
        *([] if clinical else [Check(shortcut.NAME, Outcome.INCONCLUSIVE, (_NO_REFERENCE,))]),
        bench.phantoms(made),
        bench.served(sample(drawn, policy.served.clips, seed), service),
        bench.cost(sample(drawn, policy.cost.clips, seed)),
    ]
    environment = _environment()
    sides = Side.of(challenger), Side.of(champion) if champion else None
    return GateReport(
        id=report_id(*sides, uses, policy, seed, environment),
        challenger=sides[0],
        champion=sides[1],
        references=tuple(uses),
        checks=tuple(checks),
        policy=policy,
        seed=seed,
        environment=environment,
        created_at=datetime.now(UTC),
        notes=(_SAME,) if champion and champion.digest == challenger.digest else (),
        duels=tuple(duels),
    )


def _environment() -> dict[str, str]:
    """What the figures depend on beside models and data."""
    told = asdict(Environment.present())
    return {**told.pop("packages"), **told}


def _compared(duels: Sequence[Duel], policy: Policy, seed: int, why_none: Sentence) -> Iterator[Check]:
    """Each set by itself; pooled, sets of other mixes would tell the sets apart and not the classes."""
    for module in (accuracy, subgroups, calibration):
        if not duels:
            yield Check(module.NAME, Outcome.INCONCLUSIVE, (why_none,))
        for duel in duels:
            yield module.check(duel, policy, seed)
