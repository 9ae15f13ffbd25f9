"""To 16 kHz, by ffmpeg's polyphase resampler."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from speechscan.audio.recording import SAMPLE_RATE

# Twice the default length: at 48 kHz, 0.0 dB up to 7 kHz and -1.2 dB at 7.5 kHz; what lies above 8.5 kHz is 90 dB
# down (scipy's resample_poly: -0.25 dB, -1.9 dB, 14 dB down), in the default's time, 6-8 ms for 4 s.
_OPTIONS = f"{SAMPLE_RATE}:filter_size=64:cutoff=0.97"

Floats = NDArray[np.float32]


def resample(mono: Floats, rate: int) -> Floats:
    """Untouched if it has 16 kHz already."""
    if rate == SAMPLE_RATE:
        return mono
    graph = Graph()
    graph.threads = 1  # the default starts and ends a thread per core for each clip
    source = graph.add_abuffer(format="flt", sample_rate=rate, layout="mono", time_base=Fraction(1, rate))
    resampler, sink = graph.add("aresample", _OPTIONS), graph.add("abuffersink")
    source.link_to(resampler)
    resampler.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(mono)[None, :], format="flt", layout="mono")
    frame.sample_rate, frame.pts = rate, 0
    source.push(frame)
    source.push(None)
    return _drained(sink)


def _drained(sink: av.filter.context.FilterContext) -> Floats:
    pieces: list[Floats] = []
    while True:
        try:
            frame = cast("av.AudioFrame", sink.pull())
        except (av.BlockingIOError, av.EOFError):
            return np.concatenate([np.zeros(0, np.float32), *pieces])
        pieces.append(frame.to_ndarray()[0].astype(np.float32, copy=False))
