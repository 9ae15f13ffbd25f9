"""A version that is loaded, verified and warm."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from speechscan.telemetry import logs

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer

# Seconds of sound: the runtime's memory grows with the first clip of each size, and the first score takes longest.
_WARM_UP_S = (1, 2, 4, 10)
_log = logs.get(__name__)


class Tally:
    """Counts scorings, from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scored = self._failed = 0

    def scored(self) -> None:
        with self._lock:
            self._scored += 1

    def failed(self) -> None:
        with self._lock:
            self._failed += 1

    def read(self) -> tuple[int, int]:
        """(scored, failed)"""
        with self._lock:
            return self._scored, self._failed


@dataclass(frozen=True, slots=True)
class Loaded:
    """A request holds the one that it began with."""

    scorer: OnnxScorer
    digest: str
    tally: Tally = field(default_factory=Tally)

    @property
    def version(self) -> str:
        return self.scorer.model.version


def warm_up(scorer: OnnxScorer) -> None:
    """Scores clips of several lengths, one after another and then as a batch."""
    import numpy as np

    from registry.golden import golden_clip

    second = golden_clip()[: len(golden_clip()) // 2]
    clips = [np.tile(second, seconds).tobytes() for seconds in _WARM_UP_S]
    for clip in (*clips, *clips):
        scorer.score(clip)


def tell_when_drained(loaded: Loaded) -> None:
    """Logs when the scorer is freed, which is when its last request has ended."""
    finalizer = weakref.finalize(loaded.scorer, _log.info, "drained", version=loaded.version)
    finalizer.atexit = False
