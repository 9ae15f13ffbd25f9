"""Check 8: what a challenger costs, beside the champion in one run. Times are what no seed fixes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.training.progress import Progress, counted
from regression.gate.check import Check, Outcome, judged
from regression.gate.contender import Contender
from regression.gate.material import Material
from regression.gate.policy import Cost
from speechscan.domain.sentence import Wording

NAME = "cost"
_SLOWER = Wording(
    "cost-slower",
    "A clip takes {times:.2f} times as long as with the champion ({milliseconds:.1f} ms); "
    "{allowed:.2f} times is allowed.",
)
_LARGE = Wording("cost-large", "The version has {megabytes:.0f} MB; {allowed:.0f} MB are allowed.")
_NO_CHAMPION = Wording("cost-no-champion", "There is no champion to compare the times with.")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each clip from PCM to score, the best of some repeats."""

    champion: Sequence[float]
    challenger: Sequence[float]


def measure(material: Material, challenger: Contender, champion: Contender, repeats: int, progress: Progress) -> Times:
    """In turn, clip by clip, so that both meet the same machine."""
    tick = counted(progress, "timing", len(material.reference.clips))
    pairs = []
    for clip in material.reference.clips:
        pcm16 = material.sounds(clip).astype("<i2").tobytes()
        rounds = [[_milliseconds(each, pcm16) for each in (champion, challenger)] for _ in range(repeats)]
        pairs.append(np.min(rounds, axis=0))
        tick()
    champions, challengers = np.transpose(pairs).tolist()
    return Times(champions, challengers)


def _milliseconds(contender: Contender, pcm16: bytes) -> float:
    begun = time.perf_counter()
    contender.scorer.score(pcm16)
    return 1000 * (time.perf_counter() - begun)


def check(times: Times, challenger_bytes: int, champion_bytes: int, policy: Cost) -> Check:
    ratio = float(np.median(np.divide(times.challenger, times.champion)))
    megabytes = challenger_bytes / 1e6
    figures = {
        "clips": len(times.challenger),
        "challenger_ms": round(float(np.median(times.challenger)), 3),
        "champion_ms": round(float(np.median(times.champion)), 3),
        "slower": round(ratio, 3),
        "challenger_mb": round(megabytes, 3),
        "champion_mb": round(champion_bytes / 1e6, 3),
    }
    failures = []
    if ratio > policy.slower:
        failures.append(_SLOWER(times=ratio, milliseconds=figures["challenger_ms"], allowed=policy.slower))
    if megabytes > policy.largest_mb:
        failures.append(_LARGE(megabytes=megabytes, allowed=policy.largest_mb))
    return judged(NAME, failures, figures)


def alone(challenger_bytes: int) -> Check:
    """Without a champion."""
    figures = {"challenger_mb": round(challenger_bytes / 1e6, 3)}
    return Check(NAME, Outcome.INCONCLUSIVE, (_NO_CHAMPION(),), figures)
