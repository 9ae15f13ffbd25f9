"""Why a result is inconclusive, and what would be better next time, in the reader's language.

A stored result has its reasons as English sentences. They follow from its numbers, so they are found anew here; where
that finds nothing, as after a change of the quality gate, the stored sentences are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.web.said import Said
from speechscan.domain import explanation
from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate, advised, flaws
from speechscan.domain.verdict import Status


def reasons(result: Mapping[str, Any], facts: ModelFacts | None, gate: QualityGate) -> list[Said]:
    """Of an inconclusive result; empty for another."""
    if result["status"] != Status.INCONCLUSIVE:
        return []
    quality = Quality(**result["quality"])
    refused = [Said(f"flaw-{flaw.replace('_', '-')}", _figures(quality, gate)) for flaw in flaws(quality, gate)]
    return refused or _of_model(result, facts) or [Said(None, english=note) for note in _stored(result)]


def advice(result: Mapping[str, Any], gate: QualityGate) -> list[Said]:
    """Of a recording that was good enough; what is wrong with another is its reason."""
    if is_refused(result, gate):
        return []
    quality = Quality(**result["quality"])
    return [Said(f"advice-{one}", _figures(quality, gate)) for one in advised(quality)]


def is_refused(result: Mapping[str, Any], gate: QualityGate) -> bool:
    """The recording is not good enough to be judged."""
    return bool(flaws(Quality(**result["quality"]), gate))


def _of_model(result: Mapping[str, Any], facts: ModelFacts | None) -> list[Said]:
    found = []
    if facts and result["quality"]["speech_s"] < facts.policy.min_speech_s:
        figures = {"speech_s": result["quality"]["speech_s"], "least_speech_s": facts.policy.min_speech_s}
        found.append(Said("flaw-little-speech", figures))
    if result.get("familiar") is False:
        found.append(Said("reason-unfamiliar"))
    if facts and facts.policy.abstain_low < result["probability"] < facts.policy.abstain_high:
        found.append(Said("reason-abstained"))
    return found


def _stored(result: Mapping[str, Any]) -> list[str]:
    notes: list[str] = result.get("acoustic_notes", [])
    moved = explanation.of_notes(notes)
    return [note for note in notes if note not in moved]


def _figures(quality: Quality, gate: QualityGate) -> dict[str, object]:
    """Each message takes those that it needs. A figure that there is not belongs to no reason."""
    return {
        "speech_s": quality.speech_s,
        "least_speech_s": gate.min_speech_s,
        "snr_db": quality.snr_db or 0.0,
        "least_snr_db": gate.min_snr_db,
        "clipped": 100 * quality.clipping,
        "ends_khz": (quality.bandwidth_hz or 0.0) / 1000,
    }
