"""What is wrong with a manifest or a folder of recordings, in a sentence that says what to do."""

from __future__ import annotations

from speechscan.errors import InvalidRequest


class BadManifest(InvalidRequest):
    """The manifest cannot be read as it stands. `detail` names file, line and column, as far as there are any."""


class NothingToImport(InvalidRequest):
    """The folder does not have the layout that its importer reads."""


def at(name: str, line: int, column: str, what: str) -> BadManifest:
    return BadManifest(f"{name}, line {line}, column {column}: {what}")
