"""Sentences that are stored with results and reports, and that a page can still say in another language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

Figure = str | int | float | Sequence[str] | Mapping[str, Any] | None
"""What a sentence tells of: a number, a name, another sentence (a mapping where it was stored), or several of these."""


class Sentence(str):
    """English words that remember what they say.

    name      of the wording, the same in every language; empty where the words are all that there is
    figures   by name, on the scale that programs use: shares as 0-1, measurements in their own unit"""

    name: str
    figures: Mapping[str, Figure]

    def __new__(cls, words: str, name: str = "", figures: Mapping[str, Figure] | None = None) -> Sentence:
        made = super().__new__(cls, words)
        made.name, made.figures = name, dict(figures or {})
        return made

    @property
    def said(self) -> dict[str, Any]:
        """JSON, to be stored beside the words."""
        return {"name": self.name, "figures": {name: _plain(figure) for name, figure in self.figures.items()}}


@dataclass(frozen=True, slots=True)
class Wording:
    """english: a template for `str.format`; its fields are the figures."""

    name: str
    english: str

    def __call__(self, **figures: Figure) -> Sentence:
        told = {name: _in_words(figure) for name, figure in figures.items()}
        return Sentence(self.english.format(**told), self.name, figures)

    def as_told(self, words: str, **figures: Figure) -> Sentence:
        """In words that come from more than the figures; the template then only says what the sentence is like."""
        return Sentence(words, self.name, figures)


def said_of(words: str) -> dict[str, Any] | None:
    """None of words that are no more than that, as what a person typed."""
    return words.said if isinstance(words, Sentence) and words.name else None


def all_said(words: Iterable[str]) -> list[dict[str, Any] | None]:
    return [said_of(one) for one in words]


def stored(words: str, told: Mapping[str, Any] | None) -> str:
    """What `said_of` has made of it, with its words. Sentences in its figures stay as JSON: the words tell them."""
    return words if told is None else Sentence(words, told["name"], told["figures"])


def _in_words(figure: Figure) -> Any:
    if isinstance(figure, str) or not isinstance(figure, Sequence):
        return figure
    return ("; " if any(isinstance(one, Sentence) for one in figure) else ", ").join(figure)


def _plain(figure: Figure) -> Any:
    if isinstance(figure, str):
        return said_of(figure) or str(figure)
    if isinstance(figure, Mapping):
        return dict(figure)
    if isinstance(figure, Sequence):
        return [_plain(one) for one in figure]
    # JSON knows no infinity: where there was nothing to draw from, a bound is not a number.
    if figure is None or not math.isfinite(figure):
        return None
    # numpy's integers are none of Python's.
    return int(figure) if isinstance(figure, Integral) else float(figure)
