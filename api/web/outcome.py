"""How an outcome of a report is shown: a mark and a word, never a colour alone."""

from __future__ import annotations

from typing import Literal

Tone = Literal["good", "bad", "unsure"]

TONES: dict[str, Tone] = {
    "no_drift": "good",
    "drift": "bad",
    "too_few": "unsure",
    "not_compared": "unsure",
    "passed": "good",
    "failed": "bad",
    "empty": "unsure",
    "pass": "good",
    "fail": "bad",
    "inconclusive": "unsure",
    "equal": "good",
    "different": "bad",
    "stored": "unsure",
}
"""The outcomes that a flow writes; each has a text, `outcome-...`. Of another the word itself is shown."""
