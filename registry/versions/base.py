"""The registry's protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from registry.bundle import Bundle

CHAMPION = "champion"
CHALLENGER = "challenger"
# The champion before this one: what a rollback goes back to.
PREVIOUS = "previous"
# The column's width in MLflow's database.
LONGEST_DESCRIPTION = 5000


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """digest: as the version's tag says it; None where another tool registered the version. Anybody can edit a tag in
    the MLflow UI: what decides is the digest of the files (`registry.digest.computed`)."""

    number: str
    digest: str | None
    tags: Mapping[str, str] = field(default_factory=dict)
    description: str = ""


class ModelRegistry(Protocol):
    """Versions of one named model. Every method raises `Unavailable` when the registry is away, and those that take a
    number raise LookupError if there is no such version."""

    @property
    def name(self) -> str:
        """Of the model."""
        ...

    def resolve(self, alias: str) -> str | None:
        """The number of the version that bears the alias, if one does."""
        ...

    def aliases(self) -> dict[str, str]:
        """Alias -> number of the version that bears it."""
        ...

    def versions(self) -> list[ModelVersion]:
        """All versions, oldest first."""
        ...

    def register(self, bundle: Bundle, evidence: Path | None = None) -> str:
        """Stores the bundle as a new version and returns its number. No alias is set.

        evidence: folder of a training's plots and card, kept beside the version where the registry has a place."""
        ...

    def evidence(self, number: str, name: str, folder: Path) -> Path | None:
        """Puts one file of the version's evidence below `folder` and returns where; None if there is no such file."""
        ...

    def set_alias(self, alias: str, number: str) -> None: ...

    def delete_alias(self, alias: str) -> None:
        """Does nothing if no version bears it."""
        ...

    def tag(self, number: str, tags: Mapping[str, str]) -> None:
        """Sets these tags; the others stay."""
        ...

    def describe(self, number: str, text: str) -> None:
        """Replaces the version's description. A text over LONGEST_DESCRIPTION characters ends at a paragraph."""
        ...

    def attach(self, number: str, path: Path, under: str) -> None:
        """Keeps a file, or a folder with all that is in it, beside the version as `under`/its name. A name that is
        there already is replaced."""
        ...

    def download(self, number: str, folder: Path) -> Path:
        """Puts the version's bundle below `folder` and returns where. What arrives is not checked: `bundle.read`
        does."""
        ...


def shortened(text: str, rest: str) -> str:
    """What fits into a description. `rest` says where the whole text is, and stands at the end of a shortened one."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    room = text[: LONGEST_DESCRIPTION - len(rest) - 2]
    whole_paragraphs = room.rpartition("\n\n")[0]
    return f"{whole_paragraphs or room}\n\n{rest}"
