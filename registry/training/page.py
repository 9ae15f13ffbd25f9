"""A model card as one HTML page, plots inside. Knows the Markdown that our cards use: headings, tables, lists, bold."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left}"
    "svg{max-width:100%;height:auto}"
)


def html(card: str, plots: Sequence[Path]) -> str:
    drawn = "\n".join(re.sub(r"^.*?(?=<svg)", "", plot.read_text(), flags=re.DOTALL) for plot in plots)
    body = "\n".join(_blocks(card))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Model card</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n<h2>Plots</h2>\n{drawn}\n</body></html>\n"
    )


def _blocks(card: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", card.strip()):
        for kind, lines in groupby(block.splitlines(), _kind):
            yield _RENDER[kind](list(lines))


def _kind(line: str) -> str:
    if line.startswith("#"):
        return "heading"
    if line.startswith("|"):
        return "table"
    return "list" if line.startswith(("- ", "  ")) else "text"


def _headings(lines: list[str]) -> str:
    found = [(len(line) - len(line.lstrip("#")), line.lstrip("# ")) for line in lines]
    return "\n".join(f"<h{level}>{_inline(text)}</h{level}>" for level, text in found)


def _table(lines: list[str]) -> str:
    rows = [[_inline(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[2:])
    return f"<table><tr>{head}</tr>{body}</table>"


def _list(lines: list[str]) -> str:
    joined = re.sub(r"\n  +", " ", "\n".join(lines))
    return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in joined.splitlines()) + "</ul>"


def _text(lines: list[str]) -> str:
    return f"<p>{_inline(' '.join(lines))}</p>"


_RENDER = {"heading": _headings, "table": _table, "list": _list, "text": _text}


def _inline(text: str) -> str:
    safe = escaping.escape(text)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", safe)
    safe = re.sub(r"(?<!\w)\*(.+?)\*(?!\w)", r"<i>\1</i>", safe)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", safe)
