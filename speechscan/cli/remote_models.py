"""What an API says of the versions of the model, in the form of the commands that ask MLflow and the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from speechscan.cli.remote import connected
from speechscan.client import Champion, Version


def version_rows(url: str, key: str | None, data_dir: Path) -> list[dict[str, Any]]:
    with connected(url, key, data_dir) as client:
        return [_row(version) for version in client.models.list().versions]


def champion(url: str, key: str | None, data_dir: Path) -> Champion:
    with connected(url, key, data_dir) as client:
        return client.models.champion()


def _row(version: Version) -> dict[str, Any]:
    gate = version.gate
    return {
        "version": version.version,
        # That alone of the aliases the ledger knows.
        "aliases": ["champion"] if version.champion else [],
        "digest": version.digest,
        "cleared": version.cleared,
        "bootstrapped": version.bootstrapped,
        "champion": version.champion,
        "gate": None if gate is None else gate.outcome,
        "judged_at": None if gate is None else gate.judged_at.isoformat(),
        "tags": {},
    }
