"""Where golden scores are kept: in the object store, and those of the shipped model beside its code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from regression.golden import document
from regression.golden.golden import Golden
from regression.references.reference import Reference
from speechscan.errors import InvalidRequest, NotFound
from speechscan.storage import ObjectStore

SHIPPED_PHANTOMS = Path(__file__).parent / "shipped-phantoms.json"


class Shelf(Protocol):
    def get(self, model: str, reference: Reference) -> Golden | None:
        """Of the version with this digest on this set; None if there are none."""
        ...

    def put(self, golden: Golden) -> None: ...


@dataclass(frozen=True, slots=True)
class GoldenStore:
    objects: ObjectStore

    def get(self, model: str, reference: Reference) -> Golden | None:
        try:
            return document.read(self.objects.get(key(model, reference.sha256)))
        except NotFound:
            return None

    def put(self, golden: Golden) -> None:
        self.objects.put(key(golden.model, golden.reference), document.written(golden).encode(), "application/json")


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """One version on one set. Also after the shipped model was replaced these are its golden scores: the differences
    then tell that the model is another."""

    path: Path = SHIPPED_PHANTOMS

    def get(self, model: str, reference: Reference) -> Golden | None:
        try:
            found = document.read(self.path.read_text())
        except FileNotFoundError:
            return None
        return found if found.title == reference.title else None

    def put(self, golden: Golden) -> None:
        try:
            self.path.write_text(document.written(golden))
        except OSError as error:
            raise InvalidRequest(f"{self.path} cannot be written: {error.strerror}.") from error


def key(model: str, reference: str) -> str:
    return f"golden/{model}/{reference}.json"
