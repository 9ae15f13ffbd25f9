"""What a page says, ready for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the catalogue with its arguments; or, without a message, words that are there in English only."""

    text: str | None
    arguments: Mapping[str, object] = field(default_factory=dict)
    english: str = ""
