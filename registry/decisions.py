"""With which bounds versions decide."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from registry import bundle
from registry.versions import ModelRegistry
from speechscan.domain.verdict import DecisionPolicy


def of_versions(registry: ModelRegistry, numbers: Iterable[str], folder: Path) -> dict[str, DecisionPolicy]:
    """Without those that the registry does not have. folder: for what is downloaded. Raises Unavailable, BadBundle."""
    known = {version.number for version in registry.versions()}
    wanted = [number for number in dict.fromkeys(numbers) if number in known]
    return {number: bundle.read(registry.download(number, folder / number)).policy for number in wanted}
