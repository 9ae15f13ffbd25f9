"""Time of all measurements of a 4 s clip on one thread, beside Praat's for those that it has.

python -m tests.benchmarks.measurements
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

from registry.measures import measure, measure_batch
from registry.pcm import from_float
from regression.phantoms import vowel
from tests.praat import praat

_ROUNDS, _BATCH = 30, 16


def main() -> None:
    torch.set_num_threads(1)
    clips = [from_float(vowel(seed, f0_hz=100.0 + 10 * seed)) for seed in range(_BATCH)]
    print(f"one clip       {_milliseconds(lambda: measure(clips[4]), _ROUNDS):6.1f} ms")
    print(f"one of {_BATCH}      {_milliseconds(lambda: measure_batch(clips), 5) / _BATCH:6.1f} ms")
    print(f"Praat          {_milliseconds(lambda: praat(clips[4]), 3):6.1f} ms")


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
