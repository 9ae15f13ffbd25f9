"""Patterns in the navigation, as `decisions/*.md`: the pages that match them when the site is built."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatch
from typing import Any

from mkdocs.exceptions import PluginError


def expanded(nav: list[Any], pages: Collection[str]) -> list[Any]:
    """Each pattern's pages, sorted, a folder's own page first. A pattern without a page, and then a section without an
    entry, is left out: whoever forgets a page hears of it from MkDocs, as one that is not in the navigation. Raises
    PluginError for a page that is named and not there."""
    named = set(_names(nav))
    if missing := sorted(named - {*pages}):
        raise PluginError(
            f"The navigation names {', '.join(missing)}, and there is no such page. Write it, or take it out."
        )
    return _entries(nav, sorted(pages, key=_order), named)


def _entries(nav: list[Any], pages: list[str], named: set[str]) -> list[Any]:
    made: list[Any] = []
    for entry in nav:
        if isinstance(entry, str):
            made += _matching(entry, pages, named)
            continue
        ((title, below),) = entry.items()
        if isinstance(below, list):
            inner = _entries(below, pages, named)
        elif _is_pattern(below):
            inner = _matching(below, pages, named)
        else:
            made += [{title: page} for page in _matching(below, pages, named)]
            continue
        if inner:
            made.append({title: inner})
    return made


def _matching(pattern: str, pages: list[str], named: set[str]) -> list[str]:
    if _is_pattern(pattern):
        return [page for page in pages if fnmatch(page, pattern) and page not in named]
    return [page for page in pages if page == pattern]


def _names(nav: list[Any]) -> list[str]:
    """Pages that are listed by their names."""
    found: list[str] = []
    for entry in nav:
        for below in [entry] if isinstance(entry, str) else entry.values():
            found += _names(below) if isinstance(below, list) else [below]
    return [name for name in found if not _is_pattern(name)]


def _is_pattern(entry: str) -> bool:
    return "*" in entry


def _order(page: str) -> tuple[bool, str]:
    return not page.endswith(("README.md", "index.md")), page
