"""What the tutorial says of the web page and of the command line is what these say."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from speechscan.cli import verdicts
from tests.docs.snippets import ROOT

# What is emphasised and is no word of a button, of a heading or of a verdict.
OF_ITS_OWN = {"Ctrl-C stops everything; the data stay", "yes", "job", "aah", "you", "failed"}


def _emphasised(document: str) -> list[str]:
    tokens = MarkdownIt().parse((ROOT / "docs" / document).read_text(encoding="utf-8"))
    inside = [child for token in tokens for child in token.children or ()]
    return [text.content for mark, text in pairwise(inside) if mark.type == "em_open"]


WORDS = sorted({*_emphasised("tutorial.md")} - OF_ITS_OWN)


@pytest.mark.parametrize("words", WORDS)
def test_the_page_or_the_command_has_these_words(words: str) -> None:
    texts = (ROOT / "api" / "web" / "texts" / "en.ftl").read_text(encoding="utf-8")
    of_the_page = {text.rstrip("\u2026") for text in re.findall(r"^[a-z-]+ = (.*)$", texts, re.MULTILINE)}
    of_the_command = {words.partition(",")[0] for words, _ in verdicts._WORDS.values()}
    assert words in of_the_page or words.lower() in of_the_command


def test_the_tutorial_leads_over_the_page() -> None:
    assert len(WORDS) >= 8
