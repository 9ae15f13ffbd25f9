"""The dashboards as files. They are committed, so that a Grafana needs nothing of Python."""

from __future__ import annotations

from pathlib import Path

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from infra.grafana import drift, model, queue, service

FOLDER = Path(__file__).parent / "dashboards"
DASHBOARDS = {
    "service": service.dashboard,
    "queue": queue.dashboard,
    "model": model.dashboard,
    "drift": drift.dashboard,
}


def contents() -> dict[Path, str]:
    return {FOLDER / f"{name}.json": _json(made()) for name, made in DASHBOARDS.items()}


def stale() -> list[Path]:
    """Files that are not what the modules say, and those that no module makes."""
    wanted = contents()
    old = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted(old + [path for path in FOLDER.glob("*.json") if path not in wanted])


def write() -> list[Path]:
    """Returns the files that have changed."""
    changed, wanted = stale(), contents()
    FOLDER.mkdir(exist_ok=True)
    for path in changed:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def _json(made: Dashboard) -> str:
    built = made.build()
    for number, panel in enumerate(built.panels or (), start=1):
        # Grafana would number them anew at each start, and links to a panel would break.
        panel.id_val = number
    return JSONEncoder(indent=2, sort_keys=True, ensure_ascii=False).encode(built) + "\n"
