"""Why a result is inconclusive, what moved its score, and what would be better next time.

A result has these as sentences with their names and figures. One from before there were names has the sentences alone:
what follows from its numbers is then found anew, and the rest is shown as it was stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.web.said import Said, each_said
from speechscan.domain import explanation
from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate, advised, flaws
from speechscan.domain.verdict import DecisionPolicy, Status, decide

# Of a recording that was refused, and of one that the model cannot tell anything about.
_REASONS = ("flaw-", "reason-")
# Without the version's own bounds only its check of the recording's kind can be told anew.
_NO_BOUNDS = DecisionPolicy(threshold=0.5, abstain_low=0.5, abstain_high=0.5, min_speech_s=0.0)


def reasons(result: Mapping[str, Any], facts: ModelFacts | None, gate: QualityGate) -> list[Said]:
    """Of an inconclusive result; empty for another."""
    if result["status"] != Status.INCONCLUSIVE:
        return []
    named = [note for note in _notes(result) if note.name.startswith(_REASONS)]
    return named or _found_anew(result, facts, gate) or [note for note in _notes(result) if note not in moved(result)]


def moved(result: Mapping[str, Any]) -> list[Said]:
    """What moved the score, the strongest first."""
    notes = _notes(result)
    old = explanation.of_notes([note.english for note in notes])
    return [note for note in notes if note.name in explanation.MOVED or (not note.name and note.english in old)]


def advice(result: Mapping[str, Any], gate: QualityGate) -> list[Said]:
    """Of a recording that was good enough; what is wrong with another is its reason."""
    if is_refused(result, gate):
        return []
    return [Said.of(sentence) for sentence in advised(Quality(**result["quality"])).values()]


def is_refused(result: Mapping[str, Any], gate: QualityGate) -> bool:
    """The recording is not good enough to be judged."""
    return bool(flaws(Quality(**result["quality"]), gate))


def _notes(result: Mapping[str, Any]) -> list[Said]:
    return each_said(result.get("acoustic_notes", []), result.get("notes", []))


def _found_anew(result: Mapping[str, Any], facts: ModelFacts | None, gate: QualityGate) -> list[Said]:
    quality, familiar = Quality(**result["quality"]), result.get("familiar") is not False
    if refused := flaws(quality, gate):
        return [Said.of(sentence) for sentence in refused.values()]
    policy = facts.policy if facts else _NO_BOUNDS
    verdict = decide(result["probability"], familiar=familiar, quality=quality, policy=policy)
    return [Said.of(reason) for reason in verdict.reasons] if verdict.status is Status.INCONCLUSIVE else []
