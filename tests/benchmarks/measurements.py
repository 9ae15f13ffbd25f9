"""Time of a score, all measurements included, of a 4 s clip on one thread, beside Praat's for the measures it has.

python -m tests.benchmarks.measurements
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from registry import bundle
from registry.measures import measure
from registry.onnx_scorer import OnnxScorer
from registry.pcm import from_float
from regression.phantoms import vowel
from speechscan.domain.result import ModelRef
from tests.praat import praat

_ROUNDS, _BATCH = 30, 16


def per_clip_ms() -> dict[str, float]:
    """Processor time of a clip. One thread: the scorer sets torch to one."""
    scorer = OnnxScorer(bundle.read(bundle.SHIPPED), ModelRef("bench", "0"))
    clips = [from_float(vowel(seed, f0_hz=100.0 + 10 * seed)) for seed in range(_BATCH)]
    sounds = [clip.tobytes() for clip in clips]
    return {
        "score": _milliseconds(lambda: scorer.score(sounds[4]), _ROUNDS),
        "score_of_16": _milliseconds(lambda: [scorer.score(sound) for sound in sounds], 5) / _BATCH,
        "measurements": _milliseconds(lambda: measure(clips[4]), _ROUNDS),
        "praat": _milliseconds(lambda: praat(clips[4]), 5),
    }


def main() -> None:
    for name, milliseconds in per_clip_ms().items():
        print(f"{name:14} {milliseconds:6.1f} ms")


def _milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Median of processor time: others may use the machine. The first round warms up."""
    times = []
    for _ in range(rounds + 1):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times[1:])


if __name__ == "__main__":
    main()
