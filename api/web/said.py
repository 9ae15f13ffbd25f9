"""What was stored as a sentence, ready to be said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from speechscan.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """english: the words. note: name and figures of what they say, as `Sentence.said`; None where only the words were
    kept."""

    english: str
    note: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, sentence: Sentence) -> Self:
        return cls(str(sentence), sentence.said)

    @property
    def name(self) -> str:
        return "" if self.note is None else str(self.note["name"])


def each_said(words: Iterable[str], notes: Iterable[Mapping[str, Any] | None]) -> list[Said]:
    """notes: one for one; none of words from before there were any."""
    told = list(notes)
    return [Said(one, told[place] if place < len(told) else None) for place, one in enumerate(words)]
