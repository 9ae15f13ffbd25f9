"""The page's texts: one Fluent file a language in `texts/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "en"
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each in its own words."""


class Catalogue:
    def __init__(self, language: str) -> None:
        # Both languages run from left to right: no marks around what is put in.
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))

    def __contains__(self, name: str) -> bool:
        return self._bundle.has_message(name)

    def __call__(self, name: str, /, **arguments: object) -> str:
        """Raises LookupError for a message or an argument that there is not: better no page than half a sentence."""
        message = self._bundle.get_message(name)
        if message.value is None:
            raise LookupError(f"the message {name} has no text")
        text, errors = self._bundle.format_pattern(message.value, arguments)
        if errors:
            raise LookupError(f"{name}: {errors[0]}")
        return str(text)


@cache
def catalogue(language: str) -> Catalogue:
    return Catalogue(language)
