"""Markdown that others wrote, as a part of a page: HTML in it stays text, and links lead to web addresses only."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_LOWEST = 6


def rendered(text: str, under: int = 1) -> Markup:
    """under: the level of the heading that it stands below; its own headings follow that."""
    tokens = _parser().parse(text)
    for token in tokens:
        _lower(token, under)
    # Safe: the parser escapes everything but what it makes itself.
    return Markup(_parser().renderer.render(tokens, _parser().options, {}))  # noqa: S704


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, without HTML. A table that is too wide scrolls by itself, by keyboard too."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("table_open", lambda *_: '<div class="wide" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _lower(token: Token, under: int) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1:]) + under, _LOWEST)}"
