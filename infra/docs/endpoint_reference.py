"""The endpoints as a page, made from the OpenAPI document."""

from __future__ import annotations

from typing import Any

from openapidocs.mk.v3 import OpenAPIV3DocumentationHandler  # type: ignore[import-untyped]

_METHODS = {"get", "post", "put", "patch", "delete"}
_NULL = {"type": "null"}


def endpoint_reference(document: dict[str, Any]) -> str:
    """Markdown, from the first heading on. Errors are told by their descriptions: all have one form, and its schema
    beside each of them would be nine tenths of the page."""
    told = {**_older(document), "openapi": "3.0.3"}
    for operations in told["paths"].values():
        for method in _METHODS & operations.keys():
            for status, answer in operations[method]["responses"].items():
                if not status.startswith("2"):
                    answer.pop("content", None)
    made: str = OpenAPIV3DocumentationHandler(told, style="MKDOCS", source="openapi.json").write()
    # From its heading on, with descriptions open.
    made = made[made.index("\n# ") :].replace(f"# {document['info']['title']} ", "# Every endpoint ", 1)
    return made.replace("??? note", "???+ note")


def _older(node: Any) -> Any:
    """A copy in which examples, and what may be null, are written as in OpenAPI 3.0. Of 3.1 the renderer overlooks the
    examples and makes others up, and where null is allowed it shows no type."""
    if isinstance(node, list):
        return [_older(one) for one in node]
    if not isinstance(node, dict):
        return node
    older = {name: _older(one) for name, one in node.items()}
    if isinstance(older.get("examples"), list):
        older["example"] = older.pop("examples")[0]
    variants = older.get("anyOf", [])
    if len(variants) == 2 and _NULL in variants:
        del older["anyOf"]
        (variant,) = [one for one in variants if one != _NULL]
        older = {"nullable": True, **({"allOf": [variant]} if "$ref" in variant else variant), **older}
    return older
