"""What the documents tell people to type."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


_PROGRAMS = "speechscan|curl|make|python3? -m|git|cd|export|prometheus|promtool|grafana|bentoml|tail|grep|du|echo"
_COMMAND = re.compile(rf"(?:[A-Z_]+=\S* )*(?:{_PROGRAMS})\b(?! *:)|[A-Z_]+=\S")
_COMMENT = re.compile(r"""((?:'[^']*'|"[^"]*"|[^'"#])*?)(?:\s#.*)?$""")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """kind: what stands behind the opening of a fence, as `python`; empty for an indented block."""

    place: str
    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class Snippet:
    place: str
    """File and line."""
    text: str
    """One command, continued lines joined."""
    whole: bool
    """Of a block, to be typed as it is; else a mention in a sentence, perhaps without its arguments."""

    @property
    def plain(self) -> str:
        """Without comment, in one line. A # within quotes is no comment."""
        return _SPACES.sub(" ", _COMMENT.sub(r"\1", self.text)).strip()

    @property
    def words(self) -> list[str]:
        """As a shell reads them, without comment, and without the brackets around what may be left out."""
        return shlex.split(re.sub(r"\[(--[^\]]*)\]", r"\1", self.text), comments=True)


def snippets(path: Path) -> Iterator[Snippet]:
    name = path.relative_to(ROOT)
    for token in MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")):
        line = (token.map or [0])[0] + 1
        if token.type in ("fence", "code_block") and token.info in ("", "sh", "bash", "console"):
            first = line + (token.type == "fence")
            yield from (Snippet(f"{name}:{first + n}", text, whole=True) for n, text in joined(token.content))
        for child in token.children or ():
            if child.type == "code_inline":
                yield Snippet(f"{name}:{line}", child.content, whole=False)


@cache
def blocks() -> list[Block]:
    """All of all documents."""
    return [
        Block(f"{path.relative_to(ROOT)}:{(token.map or [0])[0] + 1}", token.info.strip(), token.content)
        for path in DOCUMENTS
        for token in MarkdownIt().parse(path.read_text(encoding="utf-8"))
        if token.type in ("fence", "code_block")
    ]


@cache
def commands() -> list[Snippet]:
    """All lines of blocks that a shell would run."""
    whole = (one for path in DOCUMENTS for one in snippets(path) if one.whole)
    return [one for one in whole if is_command(one.text)]


def is_command(line: str) -> bool:
    return _COMMAND.match(line) is not None and not line.startswith("speechscan:")


def typed(program: str) -> list[Snippet]:
    """All that begin with `program`, also within $( ). Of a pipe only the first part."""
    return [found for path in DOCUMENTS for one in snippets(path) for found in _of(program, one)]


def _of(program: str, snippet: Snippet) -> Iterator[Snippet]:
    for part in [snippet.text, *re.findall(r"\$\((.*)\)", snippet.text)]:
        if re.match(rf"(?:[A-Z_]+=\S* )*{program}( |$)", part):
            command = part[part.index(program) :]
            yield Snippet(snippet.place, re.split(r" (?:\||&&|>) ", command)[0], snippet.whole)


def joined(block: str) -> Iterator[tuple[int, str]]:
    """Line, and what a shell takes for one."""
    begun, first = "", 0
    for number, line in enumerate(block.splitlines()):
        first = first if begun else number
        begun += line.rstrip().removesuffix("\\")
        if not line.rstrip().endswith("\\"):
            yield first, begun.strip()
            begun = ""
