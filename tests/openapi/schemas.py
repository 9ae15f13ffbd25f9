"""Whether what one schema lets through, another one lets through too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.openapi.values import RULED, may_be, types, values

Schema = Mapping[str, Any]
# They say something to the reader, and refuse nothing.
_WORDS = {"title", "description", "examples", "example", "default", "deprecated", "discriminator"}
_VARIANTS = ("anyOf", "oneOf")
_PARTS = {"properties", "required", "additionalProperties", "propertyNames", "items"}


@dataclass(frozen=True, slots=True)
class Schemas:
    """Of two documents."""

    old: Schema
    new: Schema
    _met: set[tuple[str, str, bool]] = field(default_factory=set)

    def taken(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        """What could be sent and is refused now."""
        yield from self._narrower(where, old, new, request=True)

    def given(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        """What comes and was not foreseen."""
        yield from self._narrower(where, new, old, request=False)

    def _narrower(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        """What `wide` lets through and `narrow` does not. Of a request the old schema is the wide one, of an answer the
        new one."""
        if request and "default" in wide and narrow.get("default") != wide["default"]:
            yield f"{where}: left out it means {narrow.get('default')}, not {wide['default']}"
        if self._knows(wide, narrow, request=request):
            return
        variants = self._variants(wide, old=request)
        allowed = self._variants(narrow, old=not request)
        if len(variants) == len(allowed) == 1:
            yield from self._single(where, variants[0], allowed[0], request=request)
            return
        for variant in variants:
            # No other variant can let it through; that of its type says best why not.
            alike = [one for one in allowed if may_be(variant, types(one))] or allowed
            tries = [list(self._trial()._single(where, variant, one, request=request)) for one in alike]
            if all(tries):
                yield from min(tries, key=len)

    def _trial(self) -> Schemas:
        """What it meets is not met: a try that fails says nothing."""
        return Schemas(self.old, self.new, set(self._met))

    def _knows(self, wide: Schema, narrow: Schema, *, request: bool) -> bool:
        """Whether the two were compared already, or are being compared: a schema may hold itself."""
        if "$ref" not in wide and "$ref" not in narrow:
            return False
        pair = (_text(wide), _text(narrow), request)
        known = pair in self._met
        self._met.add(pair)
        return known

    def _single(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        for word in sorted((wide.keys() | narrow.keys()) - _WORDS - _PARTS - RULED):
            yield f"{where}: {word} is not compared; tests/openapi/schemas.py needs a rule for it"
        yield from values(where, wide, narrow)
        yield from self._properties(where, wide, narrow, request=request)
        yield from self._unnamed(where, wide, narrow, request=request)
        if "items" in narrow and may_be(wide, {"array"}):
            yield from self._narrower(f"{where}[]", wide.get("items", {}), narrow["items"], request=request)

    def _properties(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        mine, theirs = wide.get("properties", {}), narrow.get("properties", {})
        for name in sorted(set(narrow.get("required", ())) - set(wide.get("required", ()))):
            yield f"{where}.{name} is {'required now' if request else 'not always there any more'}"
        for name in sorted((mine.keys() - theirs.keys()) if request else (theirs.keys() - mine.keys())):
            yield f"{where}.{name} is gone"
        for name in sorted(mine.keys() & theirs.keys()):
            yield from self._narrower(f"{where}.{name}", mine[name], theirs[name], request=request)

    def _unnamed(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        """Properties that the schema has no name for. An answer that has none may get some, for that is how fields are
        added."""
        mine, theirs = (one.get("additionalProperties", request) for one in (wide, narrow))
        if not may_be(wide, {"object"}):
            return
        if (theirs is False and mine is not False) if request else (mine is False and theirs is not False):
            yield f"{where}: no other names {'are taken' if request else 'come'} any more"
        if isinstance(theirs, Mapping) and mine is not False:
            any_of_mine = mine if isinstance(mine, Mapping) else {}
            yield from self._narrower(f"{where}.*", any_of_mine, theirs, request=request)
        yield from self._newly_named(where, wide, narrow, request=request)
        if "propertyNames" in narrow and mine is not False:
            mine = wide.get("propertyNames", {"type": "string"})
            yield from self._narrower(f"{where}: names", mine, narrow["propertyNames"], request=request)

    def _newly_named(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        """What came or went under any name must fit, where that name has a schema of its own now."""
        old, new = (wide, narrow) if request else (narrow, wide)
        unnamed = old.get("additionalProperties")
        named = new.get("properties", {})
        if isinstance(unnamed, Mapping):
            for name in sorted(named.keys() - old.get("properties", {}).keys()):
                pair = (unnamed, named[name]) if request else (named[name], unnamed)
                yield from self._narrower(f"{where}.{name}", *pair, request=request)

    def _variants(self, schema: Schema, *, old: bool) -> list[Schema]:
        schema = _bare(self._resolved(schema, old=old))
        for word in _VARIANTS:
            if word in schema:
                beside = {name: value for name, value in schema.items() if name != word}
                return [found for one in schema[word] for found in self._variants({**beside, **one}, old=old)]
        if isinstance(schema.get("type"), list):
            return [{**schema, "type": one} for one in schema["type"]]
        return [schema]

    def _resolved(self, schema: Schema, *, old: bool) -> Schema:
        while "$ref" in schema:
            found: Any = self.old if old else self.new
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = {**found, **{name: value for name, value in schema.items() if name != "$ref"}}
        return schema


def _bare(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name not in _WORDS}


def _text(schema: Schema) -> str:
    return json.dumps(_bare(schema), sort_keys=True)
