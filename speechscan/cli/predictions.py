"""How predictions are shown: a table, JSON lines, a CSV file. The disclaimer is in each."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from speechscan.cli.prediction import Prediction
from speechscan.cli.printable import printable
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.verdict import Status
from speechscan.errors import InvalidRequest

# Names and figures of sentences that have a column.
_BESIDE_THE_WORDS = ("notes", "unmeasured_notes")
_COLOURS = {Status.HEALTHY: "green", Status.DYSARTHRIC: "red", Status.INCONCLUSIVE: "yellow"}


class Report(Protocol):
    def add(self, prediction: Prediction) -> None: ...
    def close(self) -> None: ...


class JsonLines:
    def add(self, prediction: Prediction) -> None:
        typer.echo(json.dumps(_as_dict(prediction), ensure_ascii=False))

    def close(self) -> None:
        return


class TableReport:
    def __init__(self) -> None:
        recording = Column("recording", overflow="fold", ratio=2)
        self._table = Table(
            recording, "verdict", "probability", "f0, Hz", Column("notes", ratio=3), box=None, expand=True
        )
        self._counts: Counter[str] = Counter()
        self._model = ""

    def add(self, prediction: Prediction) -> None:
        name = escape(printable(prediction.path))
        if prediction.error is not None:
            self._counts["not scored"] += 1
            self._table.add_row(name, "[red]not scored", "", "", escape(prediction.error.detail))
            return
        found = prediction.document or {}
        self._counts[found["status"]] += 1
        self._model = f"{found['model']['name']} {found['model']['version']}"
        verdict = f"[{_COLOURS[Status(found['status'])]}]{found['status']}"
        notes = escape(" ".join(found["acoustic_notes"]))
        self._table.add_row(name, verdict, f"{found['probability']:.2f}", _number(found["f0_hz"]), notes)

    def close(self) -> None:
        console = Console()
        console.print(self._table)
        counts = ", ".join(f"{count} {what}" for what, count in self._counts.items())
        total = self._counts.total()
        console.print(f"\n{total} recording{'s' if total != 1 else ''}: {counts}.", highlight=False)
        if self._model:
            console.print(f"Model: {self._model}", highlight=False)
        console.print(DISCLAIMER, highlight=False)


class CsvReport:
    """Written at the end, when it is known which columns there are; also if the run is stopped."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", newline="", encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from error
        self._path = path
        self._rows: list[dict[str, object]] = []

    def add(self, prediction: Prediction) -> None:
        told = {name: value for name, value in _as_dict(prediction).items() if name not in _BESIDE_THE_WORDS}
        self._rows.append(_flat(told))

    def close(self) -> None:
        # A scored recording's columns first, whichever came first.
        by_columns = sorted(self._rows, key=lambda row: "error.code" in row)
        try:
            with self._file:
                writer = csv.DictWriter(self._file, list(dict.fromkeys(name for row in by_columns for name in row)))
                writer.writeheader()
                writer.writerows(self._rows)
        except OSError as error:
            raise _unwritable(self._path, error) from error


def _unwritable(path: Path, error: OSError) -> InvalidRequest:
    return InvalidRequest(f"{path} cannot be written: {error.strerror}.")


def _as_dict(prediction: Prediction) -> dict[str, Any]:
    if prediction.error is None:
        return {"path": printable(prediction.path), **(prediction.document or {}), "disclaimer": DISCLAIMER}
    error = {"code": prediction.error.code, "detail": prediction.error.detail}
    return {"path": printable(prediction.path), "error": error, "disclaimer": DISCLAIMER}


def _flat(document: dict[str, Any], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = " ".join(value) if isinstance(value, list) else "" if value is None else value
    return flat


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
