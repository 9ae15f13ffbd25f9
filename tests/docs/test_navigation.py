from __future__ import annotations

from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from infra.docs.links import relinked
from infra.docs.navigation import expanded

PAGES = ["index.md", "runbooks/B.md", "runbooks/README.md", "runbooks/A.md", "how-to-b.md", "how-to-a.md"]


@pytest.mark.parametrize(
    ("nav", "made"),
    [
        ([{"Home": "index.md"}], [{"Home": "index.md"}]),
        ([{"Runbooks": "runbooks/*.md"}], [{"Runbooks": ["runbooks/README.md", "runbooks/A.md", "runbooks/B.md"]}]),
        ([{"How": ["how-to-b.md", "how-to-*.md"]}], [{"How": ["how-to-b.md", "how-to-a.md"]}]),
        ([{"How": ["later-*.md", {"Later": "later/*.md"}]}, "index.md"], ["index.md"]),
    ],
)
def test_patterns_become_the_pages_that_are_there(nav: list[Any], made: list[Any]) -> None:
    assert expanded(nav, PAGES) == made


@pytest.mark.parametrize("nav", [["batch.md"], [{"How": [{"Batches": "batch.md"}]}, "index.md"]])
def test_a_page_that_is_named_must_be_there(nav: list[Any]) -> None:
    with pytest.raises(PluginError, match=r"names batch\.md, and there is no such page"):
        expanded(nav, PAGES)


@pytest.mark.parametrize(
    ("source", "page", "text", "made"),
    [
        ("README.md", "index.md", "[a](docs/api.md#x)", "[a](api.md#x)"),
        ("docs/decisions/1.md", "decisions/1.md", "[c](../../CARD.md)", "[c](../card.md)"),
        ("docs/a.md", "a.md", "![p](p.png) [e](https://e.example/docs/api.md) [h](#here)", None),
        ("docs/a.md", "a.md", "[gone](../nowhere.md)", None),
    ],
)
def test_a_link_leads_to_the_place_of_its_file(source: str, page: str, text: str, made: str | None) -> None:
    places = {"docs/api.md": "api.md", "CARD.md": "card.md", "docs/p.png": "p.png"}
    assert relinked(text, source, page, places) == (made or text)
