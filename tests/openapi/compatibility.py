"""Whether a client that was written for one OpenAPI document can live with another.

A request must be taken as before: nothing that was allowed is refused now, and no more rights are needed. An answer
must be as before: nothing comes that was not foreseen, and nothing is missing that was promised. What a webhook sends
is held to the same as an answer. New fields, new headers and new events are no break, for clients overlook them; a new
value where the document lists all that may come is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.openapi.rights import refused
from tests.openapi.schemas import Schema, Schemas

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_NOTHING: Schema = {}


def breaks(old: Schema, new: Schema) -> list[str]:
    """A sentence for each change that a client would meet."""
    return list(_Documents(old, new, Schemas(old, new)).breaks())


@dataclass(frozen=True, slots=True)
class _Documents:
    old: Schema
    new: Schema
    schemas: Schemas

    def breaks(self) -> Iterator[str]:
        for where, before, after in _operations(self.old["paths"], self.new["paths"]):
            yield from self._operation(where, before, after) if after is not None else [f"{where} is gone"]
        for where, before, after in _operations(self.old.get("webhooks", {}), self.new.get("webhooks", {})):
            yield from self._event(where, before, after) if after is not None else [f"the event {where} is gone"]

    def _operation(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from refused(where, (self.old, old), (self.new, new))
        yield from self._parameters(where, _parameters(old), _parameters(new))
        yield from self._body(where, old.get("requestBody", _NOTHING), new.get("requestBody", _NOTHING))
        for status, answer in old["responses"].items():
            if status in new["responses"]:
                yield from self._answer(f"{where} {status}", answer, new["responses"][status])
            else:
                yield f"{where}: no answer {status} any more"

    def _event(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._headers(where, _headers_of(old), _headers_of(new))
        before, after = (told.get("requestBody", _NOTHING).get("content", {}) for told in (old, new))
        if before and not after:
            yield f"{where}: it has no body any more"
        for kind, content in after.items():
            if kind in before:
                yield from self.schemas.given(where, _schema(before[kind]), _schema(content))
            elif before:
                yield f"{where}: it comes as {kind}"
        for status in old["responses"].keys() - new["responses"].keys():
            yield f"{where}: the answer {status} has no meaning any more"

    def _parameters(self, where: str, old: Mapping[Any, Schema], new: Mapping[Any, Schema]) -> Iterator[str]:
        for (kind, name), told in old.items():
            if (kind, name) not in new:
                yield f"{where}: {kind} parameter {name} is gone"
            else:
                yield from self.schemas.taken(f"{where} {name}", told["schema"], new[kind, name]["schema"])
        for (kind, name), told in new.items():
            if told.get("required") and not old.get((kind, name), {}).get("required"):
                yield f"{where}: {kind} parameter {name} is required now"

    def _body(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{where}: a body is required now"
        for kind, content in old.get("content", {}).items():
            # `audio/*` takes what `audio/wav` took.
            after = [one for pattern, one in new.get("content", {}).items() if fnmatchcase(kind, pattern)]
            if after:
                yield from self.schemas.taken(where, _schema(content), _schema(after[0]))
            else:
                yield f"{where}: no body of {kind} is taken any more"

    def _answer(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._headers(where, old.get("headers", {}), new.get("headers", {}))
        for kind, content in old.get("content", {}).items():
            after = new.get("content", {}).get(kind)
            if after is None:
                yield f"{where}: the answer is not {kind} any more"
            else:
                yield from self.schemas.given(where, _schema(content), _schema(after))

    def _headers(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        """Of an answer or an event."""
        found = {name.lower(): told for name, told in new.items()}
        for name, told in old.items():
            after = found.get(name.lower())
            if after is None:
                yield f"{where}: the header {name} is gone"
                continue
            if told.get("required") and not after.get("required"):
                yield f"{where}: the header {name} is not always there any more"
            yield from self.schemas.given(f"{where} {name}", _schema(told), _schema(after))


def _operations(old: Schema, new: Schema) -> Iterator[tuple[str, Schema, Schema | None]]:
    for path, operations in old.items():
        for method in _METHODS:
            if method in operations:
                # An event has a name, a path begins with a slash.
                where = f"{method.upper()} {path}" if path.startswith("/") else path
                yield where, operations[method], new.get(path, {}).get(method)


def _parameters(operation: Schema) -> dict[tuple[str, str], Schema]:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", ())}


def _headers_of(event: Schema) -> dict[str, Schema]:
    return {name: told for (kind, name), told in _parameters(event).items() if kind == "header"}


def _schema(content: Schema) -> Schema:
    found: Schema = content.get("schema", _NOTHING)
    return found
