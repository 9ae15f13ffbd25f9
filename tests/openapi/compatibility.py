"""Whether a client that was written for one OpenAPI document can live with another.

A request must be taken as before: nothing that was allowed is refused now. An answer must be as before: nothing comes
that was not foreseen, and nothing is missing that was promised. New fields of answers are no break, for clients
overlook them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """A sentence for each change that a client would meet."""
    return list(_Documents(old, new).breaks())


@dataclass(frozen=True, slots=True)
class _Documents:
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    _met: set[tuple[str, str, bool]] = field(default_factory=set)

    def breaks(self) -> Iterator[str]:
        for path, operations in self.old["paths"].items():
            for method in operations.keys() & set(_METHODS):
                where = f"{method.upper()} {path}"
                after = self.new["paths"].get(path, {}).get(method)
                if after is None:
                    yield f"{where} is gone"
                else:
                    yield from self._operation(where, operations[method], after)

    def _operation(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._parameters(where, _parameters(old), _parameters(new))
        yield from self._body(where, old.get("requestBody"), new.get("requestBody"))
        for status, answer in old["responses"].items():
            if status not in new["responses"]:
                yield f"{where}: no answer {status} any more"
                continue
            for kind, content in answer.get("content", {}).items():
                after = new["responses"][status].get("content", {}).get(kind)
                if after is None:
                    yield f"{where}: answer {status} is not {kind} any more"
                else:
                    yield from self._answer(f"{where} {status}", content.get("schema", {}), after.get("schema", {}))

    def _parameters(self, where: str, old: Mapping[Any, Schema], new: Mapping[Any, Schema]) -> Iterator[str]:
        for (kind, name), told in old.items():
            if (kind, name) not in new:
                yield f"{where}: {kind} parameter {name} is gone"
            else:
                yield from self._request(f"{where} {name}", told["schema"], new[kind, name]["schema"])
        for (kind, name), told in new.items():
            if told.get("required") and not old.get((kind, name), {}).get("required"):
                yield f"{where}: {kind} parameter {name} is required now"

    def _body(self, where: str, old: Schema | None, new: Schema | None) -> Iterator[str]:
        if new is not None and new.get("required") and not (old or {}).get("required"):
            yield f"{where}: a body is required now"
        for kind, content in (old or {}).get("content", {}).items():
            after = (new or {}).get("content", {}).get(kind)
            if after is None:
                yield f"{where}: no body of {kind} is taken any more"
            else:
                yield from self._request(where, content.get("schema", {}), after.get("schema", {}))

    def _request(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._narrower(where, old, new, request=True)

    def _answer(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._narrower(where, new, old, request=False)

    def _narrower(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        """What `wide` lets through and `narrow` does not. Of a request the old schema is the wide one, of an answer the
        new one."""
        references = (wide.get("$ref", ""), narrow.get("$ref", ""), request)
        if any(references[:2]):
            if references in self._met:
                return
            self._met.add(references)
        wide, narrow = (self._resolved(wide, old=request), self._resolved(narrow, old=not request))
        variants, allowed = _variants(wide), _variants(narrow)
        if len(variants) > 1 or len(allowed) > 1:
            for variant in variants:
                tries = [list(self._narrower(where, variant, one, request=request)) for one in allowed]
                if all(tries):
                    yield min(tries, key=len)[0]
            return
        yield from _values(where, wide, narrow)
        yield from self._properties(where, wide, narrow, request=request)
        if "items" in wide and "items" in narrow:
            yield from self._narrower(f"{where}[]", wide["items"], narrow["items"], request=request)

    def _properties(self, where: str, wide: Schema, narrow: Schema, *, request: bool) -> Iterator[str]:
        mine, theirs = wide.get("properties", {}), narrow.get("properties", {})
        for name in sorted(set(narrow.get("required", ())) - set(wide.get("required", ()))):
            yield f"{where}.{name} is {'required now' if request else 'not always there any more'}"
        for name in sorted((mine.keys() - theirs.keys()) if request else (theirs.keys() - mine.keys())):
            yield f"{where}.{name} is gone"
        for name in sorted(mine.keys() & theirs.keys()):
            yield from self._narrower(f"{where}.{name}", mine[name], theirs[name], request=request)

    def _resolved(self, schema: Schema, *, old: bool) -> Schema:
        document: Any = self.old if old else self.new
        while "$ref" in schema:
            found = document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _values(where: str, wide: Schema, narrow: Schema) -> Iterator[str]:
    mine, theirs = _types(wide), _types(narrow)
    if theirs and not mine <= theirs:
        yield f"{where}: {'|'.join(sorted(mine)) or 'anything'} where {'|'.join(sorted(theirs))} is allowed"
    if (allowed := _choices(narrow)) is not None:
        chosen = _choices(wide)
        extra = "anything" if chosen is None else ", ".join(sorted(map(str, chosen - allowed)))
        if extra:
            yield f"{where}: {extra} where only {', '.join(sorted(map(str, allowed)))} is allowed"
    for bound in (*_UPPER, *_LOWER):
        if (limit := narrow.get(bound)) is not None:
            given = wide.get(bound)
            if given is None or (given > limit if bound in _UPPER else given < limit):
                yield f"{where}: {bound} {given} where {limit} is allowed"
    if "pattern" in narrow and wide.get("pattern") != narrow["pattern"]:
        yield f"{where}: another pattern"


def _parameters(operation: Schema) -> dict[tuple[str, str], Schema]:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", ())}


def _variants(schema: Schema) -> list[Schema]:
    return list(schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf") or [schema])


def _types(schema: Schema) -> set[str]:
    told = schema.get("type", ())
    found = {told} if isinstance(told, str) else set(told)
    return found | {"integer"} if "number" in found else found


def _choices(schema: Schema) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None
