"""The endpoints as a page, made from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapidocs.mk.v3 import ContentExample, OpenAPIV3DocumentationHandler  # type: ignore[import-untyped]

_METHODS = {"get", "post", "put", "patch", "delete"}
_NULL = {"type": "null"}


class _Handler(OpenAPIV3DocumentationHandler):  # type: ignore[misc]
    def get_content_examples(self, data: Any) -> Iterator[ContentExample]:
        """Without those that the renderer makes up: an audio file is no "TG9yZW0gaXBzdW0"."""
        yield from (example for example in super().get_content_examples(data) if not example.auto_generated)


def endpoint_reference(document: dict[str, Any]) -> str:
    """Markdown, from the first heading on. Errors are told by their descriptions: all have one form, and its schema
    beside each of them would be nine tenths of the page. Events stand below the paths, under their own heading."""
    told = {**_older(document), "openapi": "3.0.3"}
    # The renderer knows no webhooks, and shows any name as it would a path.
    told["paths"] |= told.pop("webhooks", {})
    for operation in _operations(told):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                answer.pop("content", None)
        for media in _media(operation):
            schema = told["components"]["schemas"].get(media["schema"].get("$ref", "").rpartition("/")[2], {})
            if "example" in schema:
                media.setdefault("example", schema["example"])
    made: str = _Handler(told, style="MKDOCS", source="openapi.json").write()
    # From its heading on, with descriptions open.
    made = made[made.index("\n# ") :].replace(f"# {document['info']['title']} ", "# Every endpoint ", 1)
    return made.replace("??? note", "???+ note")


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in document["paths"].values():
        yield from (operations[method] for method in _METHODS & operations.keys())


def _media(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from (media for media in holder.get("content", {}).values() if "schema" in media)


def _older(node: Any) -> Any:
    """A copy in which examples, constants, and what may be null are written as in OpenAPI 3.0. Of 3.1 the renderer
    overlooks the examples, and where null is allowed it shows no type."""
    if isinstance(node, list):
        return [_older(one) for one in node]
    if not isinstance(node, dict):
        return node
    older = {name: _older(one) for name, one in node.items()}
    if isinstance(older.get("examples"), list):
        older["example"] = older.pop("examples")[0]
    if "const" in older:
        older["enum"] = [older.pop("const")]
    variants = older.get("anyOf", [])
    if len(variants) == 2 and _NULL in variants:
        del older["anyOf"]
        (variant,) = [one for one in variants if one != _NULL]
        older = {"nullable": True, **({"allOf": [variant]} if "$ref" in variant else variant), **older}
    return older
