"""A report of the gate without any scoring, for the tests of what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from regression.gate import policy
from regression.gate.check import Check, Outcome
from regression.gate.checks import accuracy, calibration, subgroups
from regression.gate.duel import Duel
from regression.gate.report import GateReport, ReferenceUse, Side

CHALLENGER = Side("4", "c" * 64, 40_000, "d" * 64)
CHAMPION = Side("3", "a" * 64, 39_000, None)


def compared(found: Duel) -> list[Check]:
    rules = policy.read()
    return [module.check(found, rules, 0) for module in (accuracy, subgroups, calibration)]


def report(duels: Sequence[Duel] = (), checks: Sequence[Check] = (), **more: object) -> GateReport:
    told: dict[str, object] = {
        "id": "0123456789abcdef",
        "challenger": CHALLENGER,
        "champion": CHAMPION,
        "references": tuple(ReferenceUse.of(one.reference) for one in duels),
        "checks": (*checks, *(check for one in duels for check in compared(one))),
        "policy": policy.read(),
        "seed": 0,
        "environment": {"python": "3.11"},
        "created_at": datetime(2026, 11, 25, tzinfo=UTC),
        "duels": tuple(duels),
    }
    return GateReport(**{**told, **more})


PASSED = Check("phantoms", Outcome.PASS, (), {"readings": 5})
FAILED = Check("behaviour", Outcome.FAIL, ("It hears the device.", "It hears the room."))
OPEN = Check("shortcut", Outcome.INCONCLUSIVE, ("Too few speakers.",), {}, "made@1")
