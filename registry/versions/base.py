"""The registry's protocol."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from registry.bundle import Bundle

CHAMPION = "champion"
CHALLENGER = "challenger"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """digest: of the bundle (`Bundle.digest`); None where another tool registered the version."""

    number: str
    digest: str | None


class ModelRegistry(Protocol):
    """Versions of one named model. Every method raises `Unavailable` when the registry is away."""

    def resolve(self, alias: str) -> str | None:
        """The number of the version that bears the alias, if one does."""
        ...

    def versions(self) -> list[ModelVersion]:
        """All versions, oldest first."""
        ...

    def register(self, bundle: Bundle, evidence: Path | None = None) -> str:
        """Stores the bundle as a new version and returns its number. No alias is set.

        evidence: folder of a training's plots and card, kept beside the version where the registry has a place."""
        ...

    def evidence(self, number: str, name: str, folder: Path) -> Path | None:
        """Puts one file of the version's evidence below `folder` and returns where; None if there is no such file.
        Raises LookupError if there is no such version."""
        ...

    def set_alias(self, alias: str, number: str) -> None:
        """Raises LookupError if there is no such version."""
        ...

    def download(self, number: str, folder: Path) -> Path:
        """Puts the version's bundle below `folder` and returns where. What arrives is not checked: `bundle.read` does.
        Raises LookupError if there is no such version."""
        ...
