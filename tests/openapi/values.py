"""Whether a single value that one schema lets through, another one lets through too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
# Of two that differ nobody can tell which is the wider.
_EXACT = ("format", "pattern", "multipleOf", "uniqueItems", "contentMediaType", "contentEncoding")
RULED = {"type", "enum", "const", *_UPPER, *_LOWER, *_EXACT}
_TYPE = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null", list: "array"}


def values(where: str, wide: Schema, narrow: Schema) -> Iterator[str]:
    mine, theirs = types(wide), types(narrow)
    if theirs and not (mine and mine <= theirs):
        yield f"{where}: {'|'.join(sorted(mine)) or 'anything'} where {'|'.join(sorted(theirs))} is allowed"
    if (allowed := _choices(narrow)) is not None:
        chosen = _choices(wide)
        extra = "anything" if chosen is None else ", ".join(sorted(chosen - allowed))
        if extra:
            yield f"{where}: {extra} where only {', '.join(sorted(allowed))} is allowed"
    for bound in (*_UPPER, *_LOWER):
        if (limit := narrow.get(bound)) is not None:
            given = wide.get(bound)
            if given is None or (given > limit if bound in _UPPER else given < limit):
                yield f"{where}: {bound} {given} where {limit} is allowed"
    for word in _EXACT:
        if word in narrow and wide.get(word) != narrow[word]:
            yield f"{where}: another {word}, {wide.get(word)} where {narrow[word]} is allowed"


def types(schema: Schema) -> set[str]:
    """Empty: any."""
    if "type" not in schema:
        listed = [schema["const"]] if "const" in schema else schema.get("enum", ())
        return {_TYPE.get(type(value), "object") for value in listed}
    return {"number", "integer"} if schema["type"] == "number" else {schema["type"]}


def may_be(schema: Schema, wanted: set[str]) -> bool:
    mine = types(schema)
    return not mine or not wanted or bool(mine & wanted)


def _choices(schema: Schema) -> set[str] | None:
    """As JSON, where true is not 1; a text without its quotes."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    return None if listed is None else {one if isinstance(one, str) else json.dumps(one) for one in listed}
