"""What the gate is to be asked about a version now: by the present policy, champion and reference sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flows.promote.question import Question
from registry.versions import ModelRegistry
from regression.gate import policy
from regression.gate.policy import Policy
from regression.references.index import Index
from speechscan.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Asking:
    registry: ModelRegistry
    ledger: Ledger
    references: Index
    policy_file: Path

    @property
    def policy(self) -> Policy:
        """As the file is now. Raises BadPolicy."""
        try:
            written = self.policy_file.stat().st_mtime_ns
        except OSError:
            written = 0  # `read` says what is wrong with it
        return _read(self.policy_file, written)

    @property
    def champion(self) -> str | None:
        """By the ledger: the alias may have been set by hand on a version that may not serve."""
        entry = self.ledger.champion_at(self.registry.name)
        return entry.version if entry else None

    def about(self, version: str) -> Question:
        """Raises Unavailable, BadPolicy."""
        digest = next((one.digest for one in self.registry.versions() if one.number == version), None)
        references = tuple(sorted(f"{one.title}:{one.sha256}" for one in self.references.in_use()))
        return Question(version, digest, self.champion, self.policy.sha256, references)


@lru_cache(maxsize=2)
def _read(path: Path, _written: int) -> Policy:
    """Validating it at each look would cost more than the rest of a look."""
    return policy.read(path)
