"""How the commands about models look in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from speechscan.domain.ledger import Entry

if TYPE_CHECKING:
    from speechscan.client import Champion


def versions(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("version", "aliases", "gate", "judged", "may serve", "digest", box=None)
    for row in rows:
        judged = _short(datetime.fromisoformat(row["judged_at"])) if row["judged_at"] else ""
        gate = row["gate"] or ("shipped" if row["bootstrapped"] else "not judged")
        cells = (row["version"], ", ".join(row["aliases"]), gate, judged, "yes" if row["cleared"] else "no")
        table.add_row(*map(Text, cells), (row["digest"] or "")[:12])
    return table


def entries(found: Sequence[Entry]) -> Table:
    table = Table("time", "event", "version", "before", "by", "why", box=None)
    for entry in found:
        event = entry.event.value + (f": {entry.outcome.value}" if entry.outcome else "")
        cells = (_short(entry.at), event, entry.version, entry.previous_version or "", entry.actor)
        table.add_row(*map(Text, cells), Text(" ".join(entry.reasons)))
    return table


def one(entry: Entry) -> str:
    lines = [
        f"Version {entry.version} since {entry.at.isoformat()}, by {entry.event.value} ({entry.actor}).",
        *entry.reasons,
        f"Digest {entry.digest}.",
    ]
    if entry.previous_version:
        lines.insert(1, f"Before it: version {entry.previous_version}.")
    return "\n".join(lines)


def served(champion: Champion) -> str:
    since = "" if champion.since is None else f", champion since {_short(champion.since)}"
    gate = "shipped" if champion.bootstrapped else "not judged" if champion.gate is None else champion.gate.outcome
    return f"{champion.name} version {champion.version} scores now{since}. Gate: {gate}. Digest {champion.digest}."


def version(row: Mapping[str, Any], found: Sequence[Entry]) -> Group:
    tags = [f"{name}: {value}" for name, value in sorted(row["tags"].items())]
    return Group(versions([row]), *map(Text, tags), entries(found))


def _short(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
