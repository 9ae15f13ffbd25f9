"""Whether the key of a client still opens what it opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Part = Mapping[str, Any]
# What describes a scheme, and asks for nothing.
_WORDS = ("description", "bearerFormat")


def refused(where: str, old: tuple[Part, Part], new: tuple[Part, Part]) -> Iterator[str]:
    """old, new: a document and one of its operations. Each way in that was enough must be enough now."""
    ways = _ways(*new)
    for way in _ways(*old):
        if not any(needed <= way for needed in ways):
            least = min(ways, key=lambda needed: len(needed - way))
            yield f"{where}: it needs more now: {', '.join(sorted(least - way))}"


def _ways(document: Part, operation: Part) -> list[frozenset[str]]:
    """One of them is enough; each is all the schemes and scopes that it takes. A way of nothing: no key is needed."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    listed = operation.get("security", document.get("security", [])) or [{}]
    return [
        frozenset(f"{_plain(schemes[name])} {scope}".strip() for name in way for scope in ("", *way[name]))
        for way in listed
    ]


def _plain(scheme: Part) -> str:
    """What a client has to do, whatever the scheme is called."""
    return " ".join(f"{value}" for name, value in sorted(scheme.items()) if name not in _WORDS)
