"""Which set is which version of which name: a small object for each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from regression.references import layout
from speechscan.storage import ObjectStore


@dataclass(frozen=True, slots=True)
class Entry:
    """sha256: of the set's description"""

    name: str
    version: int
    sha256: str
    added_at: datetime
    retired_at: datetime | None = None

    @property
    def title(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Index:
    objects: ObjectStore

    def entries(self, name: str | None = None) -> list[Entry]:
        """Of one name or of all, in the order of names and versions."""
        prefix = layout.NAMES if name is None else layout.entries_prefix(name)
        found = (layout.entry_of(key) for key in self.objects.keys(prefix, older_than=timedelta(0)))
        return [self.read(*entry) for entry in sorted(entry for entry in found if entry)]

    def in_use(self) -> list[Entry]:
        """The newest version of each name that is not retired."""
        return list({entry.name: entry for entry in self.entries() if entry.retired_at is None}.values())

    def read(self, name: str, version: int) -> Entry:
        """Raises NotFound."""
        told = json.loads(self.objects.get(layout.entry_key(name, version)))
        retired = told["retired_at"]
        return Entry(
            name,
            version,
            told["sha256"],
            datetime.fromisoformat(told["added_at"]),
            datetime.fromisoformat(retired) if retired else None,
        )

    def write(self, entry: Entry) -> Entry:
        self.objects.put(layout.entry_key(entry.name, entry.version), _document(entry), "application/json")
        return entry

    def write_new(self, entry: Entry) -> bool:
        """False if the version is taken."""
        return self.objects.put_new(layout.entry_key(entry.name, entry.version), _document(entry), "application/json")


def _document(entry: Entry) -> bytes:
    told = {
        "sha256": entry.sha256,
        "added_at": entry.added_at.isoformat(),
        "retired_at": entry.retired_at.isoformat() if entry.retired_at else None,
    }
    return json.dumps(told, indent=1).encode()
