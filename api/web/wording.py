"""Stored sentences and names in the reader's language. The messages are `said-...`, by the name of the wording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fluent.runtime.types import fluent_number

from api.web.catalogue import Catalogue
from api.web.group import group
from api.web.measured import GROUPS, Shown

_SHOWN = {name: shown for of_group in GROUPS.values() for name, shown in of_group.items()}
# Figures that are names, and the messages of these.
_KINDS = {
    "measurement": ("long-", "measure-"),
    "features": ("long-", "measure-", "feature-"),
    "figure": ("figure-",),
    "check": ("check-",),
    "dimension": ("dimension-",),
}
_MOMENTS = ("begin", "end")
# Of a measurement: as it is shown in a report, and as exactly as it is needed where bounds are told.
_ROUGH, _BARE, _EXACT = ("value",), ("low", "high"), ("measured", "truth", "tolerance", "least", "most")
_DIGITS = 4
# Many a name has a comma.
_SEPARATOR = "; "
_SMALLEST_P = 0.001


def in_words(t: Catalogue, note: Mapping[str, Any] | None) -> str | None:
    """None of what there is no text for, as a sentence of another version: then its English words are shown."""
    if note is None or f"said-{note['name']}" not in t:
        return None
    figures = note["figures"]
    try:
        return t(f"said-{note['name']}", **{name: _argument(t, name, figures) for name in figures})
    except LookupError:
        return None


def name_in_words(t: Catalogue, kind: str, name: str) -> str:
    """The name itself where it has no text, as that of a reference set."""
    known = name.lower().replace("_", "-").replace(" ", "-")
    return next((t(start + known) for start in _KINDS[kind] if start + known in t), name)


def _argument(t: Catalogue, name: str, figures: Mapping[str, Any]) -> object:
    match figures[name]:
        case Mapping() as note:
            return _nested(t, note)
        case [Mapping(), *_] as notes:
            return _SEPARATOR.join(_nested(t, note) for note in notes)
        case list() as names:
            return _SEPARATOR.join(name_in_words(t, name, one) for one in names) if name in _KINDS else ", ".join(names)
        case str() as words:
            return _name(t, name, words, figures)
        case int() | float() as p if name == "p":
            return t("p-value", p=p) if p >= _SMALLEST_P else t("p-value-small", bound=_SMALLEST_P)
        case int() | float() as number if "measurement" in figures:
            return _of_measurement(t, name, number, figures["measurement"])
        case figure:
            return figure


def _nested(t: Catalogue, note: Mapping[str, Any]) -> str:
    """Raises LookupError: no half of a sentence in another language."""
    words = in_words(t, note)
    if words is None:
        raise LookupError(f"there is no text for {note['name']}")
    return words


def _name(t: Catalogue, name: str, words: str, figures: Mapping[str, Any]) -> object:
    if name in _MOMENTS:
        return datetime.fromisoformat(words)
    if name == "group":
        return group(t, str(figures.get("dimension")), words)
    return name_in_words(t, name, words) if name in _KINDS else words


def _of_measurement(t: Catalogue, name: str, number: float, measurement: str) -> object:
    """Raises LookupError of a measurement that has no unit here."""
    shown: Shown = _SHOWN[measurement]
    if name in _BARE:
        return shown.number(number)
    if name in _ROUGH:
        return t(f"unit-{shown.unit}", value=shown.number(number))
    if name in _EXACT:
        # Of 0 there are no significant digits, and the library would make it 0.0.
        form = {"maximumSignificantDigits": _DIGITS} if number else {}
        return t(f"unit-{shown.unit}", value=fluent_number(shown.factor * number, **form))
    return number
