"""What the documents tell people to type."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass(frozen=True, slots=True)
class Snippet:
    place: str
    """File and line."""
    text: str
    """One command, continued lines joined."""
    whole: bool
    """Of a block, to be typed as it is; else a mention in a sentence, perhaps without its arguments."""

    @property
    def words(self) -> list[str]:
        """As a shell reads them, without comment, and without the brackets around what may be left out."""
        return shlex.split(re.sub(r"\[(--[^\]]*)\]", r"\1", self.text), comments=True)


def snippets(path: Path) -> Iterator[Snippet]:
    name = path.relative_to(ROOT)
    for token in MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")):
        line = (token.map or [0])[0] + 1
        if token.type in ("fence", "code_block") and token.info in ("", "sh"):
            first = line + (token.type == "fence")
            yield from (Snippet(f"{name}:{first + n}", text, whole=True) for n, text in _commands(token.content))
        for child in token.children or ():
            if child.type == "code_inline":
                yield Snippet(f"{name}:{line}", child.content, whole=False)


def typed(program: str) -> list[Snippet]:
    """All that begin with `program`, also within $( ). Of a pipe only the first part."""
    return [found for path in DOCUMENTS for one in snippets(path) for found in _of(program, one)]


def _of(program: str, snippet: Snippet) -> Iterator[Snippet]:
    for part in [snippet.text, *re.findall(r"\$\((.*)\)", snippet.text)]:
        if re.match(rf"(?:[A-Z_]+=\S* )*{program}( |$)", part):
            command = part[part.index(program) :]
            yield Snippet(snippet.place, re.split(r" (?:\||&&|>) ", command)[0], snippet.whole)


def _commands(block: str) -> Iterator[tuple[int, str]]:
    begun, first = "", 0
    for number, line in enumerate(block.splitlines()):
        first = first if begun else number
        begun += line.rstrip().removesuffix("\\")
        if not line.rstrip().endswith("\\"):
            yield first, begun.strip()
            begun = ""
