"""Pages of the site that are no files of docs/: made from the code, or files that lie elsewhere in the repository."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from infra.docs.command_reference import command_reference
from infra.docs.endpoint_reference import endpoint_reference
from infra.docs.links import relinked
from infra.docs.settings_table import settings_tables

# File of the repository -> page that stands for it.
_PLACES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changes.md",
    "registry/shipped/MODEL_CARD.md": "model-card.md",
    ".env.example": "settings.md",
    "docs/decisions": "decisions/index.md",
    "docs/openapi.json": "endpoints.md",
}
_SHOWN = ("README.md", "CHANGELOG.md", "registry/shipped/MODEL_CARD.md")
_SETTINGS = """# Settings

Environment variables, read when a process starts. What is not in the environment is taken from the file `.env` in the
working directory, then from `stack.env` in the data folder, which `speechscan up` writes. `.env.example` in the
repository has them all, to copy. A value that is not valid stops the process with the setting's name.

"""
_DECISIONS = """# Decisions

What was decided about the design, why, and what was measured for it.

"""


def made_pages(root: Path, files: Collection[str]) -> dict[str, str]:
    """Page -> Markdown. root: of the repository. files: those of docs/, as `decisions/0030-gate-statistics.md`."""
    moved = places(files)
    shown = {_PLACES[source]: relinked(_text(root / source), source, _PLACES[source], moved) for source in _SHOWN}
    return {
        **shown,
        "settings.md": _SETTINGS + settings_tables(_text(root / ".env.example")),
        "commands.md": command_reference(),
        "endpoints.md": endpoint_reference(json.loads(_text(root / "docs" / "openapi.json"))),
        "decisions/index.md": _DECISIONS + "\n".join(_decisions(root, files)) + "\n",
    }


def places(files: Collection[str]) -> dict[str, str]:
    """File of the repository -> its place in the site, for all that have one."""
    return {f"docs/{name}": name for name in files} | _PLACES


def _decisions(root: Path, files: Collection[str]) -> Iterator[str]:
    for name in sorted(files):
        if name.startswith("decisions/") and name.endswith(".md"):
            title = _text(root / "docs" / name).partition("\n")[0].removeprefix("# ")
            yield f"- [{title}]({name.removeprefix('decisions/')})"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
