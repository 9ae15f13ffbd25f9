"""The entries of the page's head. Each is shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from api.auth import Caller, is_within


@dataclass(frozen=True, slots=True)
class Entry:
    """text: a message of the catalogue. scope: that its page needs."""

    path: str
    text: str
    scope: str | None = None

    def leads_to(self, path: str) -> bool:
        return path == "/" if self.path == "/" else is_within(path, self.path)


ENTRIES = (
    Entry("/", "nav-start"),
    Entry("/record", "nav-record", "jobs:write"),
    Entry("/jobs", "nav-history", "jobs:read"),
    Entry("/models", "nav-models", "jobs:read"),
    Entry("/reports", "nav-reports", "reports"),
)


def entries_for(caller: Caller | None) -> list[Entry]:
    if caller is None:
        return []
    return [entry for entry in ENTRIES if entry.scope is None or entry.scope in caller.scopes]
