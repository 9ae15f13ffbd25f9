"""Scores what the gate's checks ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from registry.training.progress import Progress
from regression.gate.behaviour import trial
from regression.gate.check import Check
from regression.gate.checks import behaviour, cost, phantoms, served, shortcut
from regression.gate.contender import Contender
from regression.gate.duel import Duel
from regression.gate.material import Material
from regression.gate.policy import Policy
from regression.gate.service import Opened
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.quality_gate import QualityGate

# Enough clips that neighbours could matter, few enough that a sample makes several batches.
_BATCH = 16


@dataclass(frozen=True)
class Bench:
    challenger: Contender
    champion: Contender | None
    policy: Policy
    seed: int
    gate: QualityGate
    progress: Progress

    def duel(self, material: Material, champion: Contender) -> Duel:
        old, new = self._scores(material, champion), self._scores(material, self.challenger)
        thresholds = champion.bundle.policy.threshold, self.challenger.bundle.policy.threshold
        return Duel(material.reference, old, new, thresholds)

    def behaviour(self, material: Material) -> Check:
        tried = trial.attempt(material, self.challenger.scorer, self.seed, self.gate, self.progress)
        return behaviour.check(tried, self.policy.behaviour)

    def shortcut(self, material: Material) -> Check:
        found = shortcut.controls(material, self.challenger.scorer, self.seed, self.gate, self.progress)
        return shortcut.check(found, self.policy.shortcut, self.policy.accuracy.replicates)

    def phantoms(self, material: Material) -> Check:
        return phantoms.check(self._scores(material, self.challenger), self.policy.phantoms)

    def served(self, material: Material, service: Opened | None) -> Check:
        if service is None:
            return served.unasked(self.policy.served)
        offline = self._scores(material, self.challenger)
        with service() as running:
            alone = running.score(material, 1, self.progress)
            batched = running.score(material, _BATCH, self.progress)
        return served.check(served.Answers(offline, alone, batched), self.policy.served)

    def cost(self, material: Material) -> Check:
        if self.champion is None:
            return cost.alone(self.challenger.bytes)
        repeats = self.policy.cost.repeats
        times = cost.measure(material, self.challenger, self.champion, repeats, self.progress)
        return cost.check(times, self.challenger.bytes, self.champion.bytes, self.policy.cost)

    def _scores(self, material: Material, contender: Contender) -> list[Scored]:
        told = replace(material.reference, name=f"{material.reference.name}, version {contender.number}")
        return score(told, material.sounds, contender.scorer, self.gate, self.progress)
