"""A trained model becomes a version that the gate may judge."""

from __future__ import annotations

from registry.training.pipeline import Outcome
from registry.versions import CHALLENGER, ModelRegistry


def register(outcome: Outcome, registry: ModelRegistry) -> str:
    """The number of the new version, which bears the alias `challenger`."""
    number = registry.register(outcome.bundle, outcome.evidence)
    registry.set_alias(CHALLENGER, number)
    return number
