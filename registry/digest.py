"""The digest of a version, from its files: what every decision about a version rests on. The tag of the same name in
MLflow is for people to read; anybody can edit it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from registry import bundle
from registry.versions.base import ModelRegistry


def computed(registry: ModelRegistry, number: str) -> str:
    """Downloads the version. Raises BadBundle where its files are no whole version, LookupError, Unavailable."""
    with tempfile.TemporaryDirectory(prefix="speechscan-model-") as folder:
        return bundle.read(registry.download(number, Path(folder))).digest
