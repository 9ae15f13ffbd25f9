"""Where a report is kept: in the object store, and in a folder for whoever asked by hand."""

from __future__ import annotations

from pathlib import Path

from regression.gate.report.document import as_json
from regression.gate.report.page import html
from regression.gate.report.report import GateReport
from speechscan.storage import ObjectStore

PREFIX = "gate/"
PAGE, DOCUMENT = "report.html", "report.json"


def key(report: GateReport, name: str = PAGE) -> str:
    """The same for the same question, so that a gate that runs again replaces its report."""
    return f"{PREFIX}{report.challenger.digest}/{report.id}/{name}"


def store(report: GateReport, objects: ObjectStore) -> None:
    objects.put(key(report, DOCUMENT), as_json(report).encode(), "application/json")
    objects.put(key(report, PAGE), html(report).encode(), "text/html; charset=utf-8")


def write(report: GateReport, folder: Path) -> Path:
    """Returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DOCUMENT).write_text(as_json(report))
    page = folder / PAGE
    page.write_text(html(report))
    return page
