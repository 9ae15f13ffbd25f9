"""Versions for tests: the shipped model with a change that gives it another digest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from registry import bundle
from registry.bundle import SHIPPED, Bundle
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.ledger import Ledger

Change = Callable[[dict[str, Any]], None]


def variant(folder: Path, change: Change | None = None, of: Path = SHIPPED) -> Bundle:
    """In `folder`/a new name. Scores as the model `of` does, unless `change` of the metadata says otherwise."""
    made = shutil.copytree(of, folder / uuid4().hex)
    metadata = json.loads((made / bundle.METADATA).read_text())
    metadata["training"]["note"] = made.name
    if change is not None:
        change(metadata)
    (made / bundle.METADATA).write_text(json.dumps(metadata))
    return bundle.read(made)


def with_a_wrong_golden_score(metadata: dict[str, Any]) -> None:
    metadata["golden"]["probability"] = 0.123


def passed(ledger: Ledger, model_name: str, version: str, digest: str) -> None:
    """The entry that a passed gate leaves."""
    ledger.append(
        NewEntry(
            event=Event.GATE,
            actor="a test",
            model_name=model_name,
            version=version,
            digest=digest,
            outcome=GateOutcome.PASS,
            policy_sha256="c" * 64,
            references=("clinic@1:" + "d" * 64,),
            report_key="gate/report.json",
        )
    )
