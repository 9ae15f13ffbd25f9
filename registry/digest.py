"""The digest of a version, from its files: what every decision about a version rests on. The tag of the same name in
MLflow is for people to read; anybody can edit it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry import bundle
from registry.versions.base import ModelRegistry


@contextmanager
def downloaded(registry: ModelRegistry, number: str) -> Iterator[bundle.Bundle]:
    """The version's bundle, for the time of the block. Raises BadBundle where its files are no whole version,
    LookupError, Unavailable."""
    with tempfile.TemporaryDirectory(prefix="speechscan-model-") as folder:
        yield bundle.read(registry.download(number, Path(folder)))


def computed(registry: ModelRegistry, number: str) -> str:
    """Raises as `downloaded` does."""
    with downloaded(registry, number) as found:
        return found.digest
