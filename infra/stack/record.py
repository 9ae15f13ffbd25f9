"""What a running stack says of itself, for `speechscan status` and the demo."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from infra.stack.folder import DataFolder
from infra.stack.private import write_private


@dataclass(frozen=True, slots=True)
class Record:
    pid: int
    port_base: int
    addresses: dict[str, str | None]
    """Program -> address, in the order of the start."""
    started: bool = False
    """Every step of the start is done."""


def write(folder: DataFolder, record: Record) -> None:
    write_private(folder.record, json.dumps(asdict(record), indent=1))


def read(folder: DataFolder) -> Record | None:
    if not folder.record.exists():
        return None
    return Record(**json.loads(folder.record.read_text(encoding="utf-8")))
