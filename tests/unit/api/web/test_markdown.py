from __future__ import annotations

from pathlib import Path

import pytest

from api.web.markdown import rendered


def test_headings_go_below_the_one_above():
    assert rendered("# A\n\n## B\n", under=2) == "<h3>A</h3>\n<h4>B</h4>\n"
    assert rendered("###### F\n", under=3) == "<h6>F</h6>\n"


def test_a_table_can_be_scrolled():
    made = rendered("| a | b |\n| --- | --- |\n| 1 | 2 |\n")

    assert made.startswith('<div class="wide" tabindex="0"><table>')
    assert made.endswith("</table></div>\n")
    assert "<td>2</td>" in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "![a](https://evil.example/x.png)",
        "<javascript:alert(1)>",
    ],
)
def test_what_could_harm_stays_text(text):
    made = rendered(text)

    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert 'href="data' not in made


def test_the_card_that_is_shipped(repository: Path):
    made = rendered((repository / "registry/shipped/MODEL_CARD.md").read_text(encoding="utf-8"), under=2)

    assert made.count("<table>") == made.count("</table></div>") > 3
    assert "<h1" not in made
    assert "<h2" not in made
    assert "| ---" not in made
