"""From the bytes of a file to a 16 kHz mono recording, in this process.

The bytes come from strangers and the codec libraries are C, so the worker calls this only inside `DecodePool`.
Memory stays bounded: decoding stops at the first block past the longest duration (87 KB of FLAC can hold 109 MB).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from speechscan.audio import quality
from speechscan.audio.blocks import Block, Undecodable, ffmpeg_blocks, soundfile_blocks
from speechscan.audio.formats import SNIFF_BYTES, sniff
from speechscan.audio.recording import SAMPLE_RATE, DurationBounds, Recording, decode_limits
from speechscan.audio.resample import resample
from speechscan.errors import RecordingError

# Which library reads which format: see docs/decisions/0020. Measured for 4 s at 48 kHz, ms (libsndfile / ffmpeg):
# wav 1.1 / 25, flac 4.7 / 5.8, mp3 2.8 / 6.0; ogg opus 18-30 / 10-14, and libsndfile reads a cut Vorbis file as empty.
_READERS = {
    "wav": soundfile_blocks,
    "flac": soundfile_blocks,
    "mp3": soundfile_blocks,
    "ogg": ffmpeg_blocks,
    "m4a": ffmpeg_blocks,
    "webm": ffmpeg_blocks,
}
# Encoders add silence before and after, and some files do not say how much: AAC up to 2,047 samples, 0.13 s at 16 kHz.
_PADDING_S = 0.2
_WITHOUT_PADDING = {"wav", "flac"}

MIN_RATE, MAX_RATE = 8_000, 192_000
MAX_CHANNELS = 8
# Over all channels, per second of the longest recording: 192 kHz stereo, or 48 kHz with 8 channels.
_MAX_SAMPLES_PER_S = 2 * MAX_RATE

# 0.2 of libsndfile's range 0-1: 1.6 ms for 4 s; the slowest takes 2.9 ms and saves 0.4 %.
_FLAC_COMPRESSION = 0.2

_UNREADABLE = "Save the recording again as WAV, FLAC, MP3, Ogg, M4A or WebM and send that file."

Floats = NDArray[np.float32]


def decode(data: bytes, bounds: DurationBounds) -> Recording:
    """Raises RecordingError: unreadable, empty, too_short, too_long, decode_limits."""
    if not data:
        raise RecordingError("empty", "The file is empty. Check that the recording was saved, and send it again.")
    format = sniff(data[:SNIFF_BYTES])
    if format is None:
        raise RecordingError("unreadable", f"The file is in no known audio format. {_UNREADABLE}")
    try:
        padding_s = 0.0 if format in _WITHOUT_PADDING else _PADDING_S
        mono, rate = _collect(_READERS[format](data, format), bounds, padding_s)
        samples = _pcm16(resample(mono, rate))
    except Undecodable as error:
        raise RecordingError("unreadable", f"The file cannot be decoded: {error}. {_UNREADABLE}") from error
    except MemoryError as error:
        raise decode_limits("it needs more memory than is allowed") from error
    _refuse_short(samples.size / SAMPLE_RATE, bounds)
    return Recording(pcm16=samples.astype("<i2").tobytes(), flac=_flac(samples), quality=quality.measure(samples))


def _collect(blocks: Iterator[Block], bounds: DurationBounds, padding_s: float) -> tuple[Floats, int]:
    """All blocks as one mono signal, and its sample rate; checked block by block, so that excess ends at once."""
    kept: list[Floats] = []
    frames, rate = 0, SAMPLE_RATE
    for block in blocks:
        _refuse_odd(block, rate if kept else block.rate)
        rate = block.rate
        frames += len(block.samples)
        if frames > (bounds.max_s + padding_s) * rate:
            raise RecordingError(
                "too_long",
                f"The recording is longer than {bounds.max_s:g} s. Send the part of it that matters, "
                "or a new recording of about five seconds.",
            )
        if frames * block.samples.shape[1] > bounds.max_s * _MAX_SAMPLES_PER_S:
            raise decode_limits("it holds more samples than are allowed")
        kept.append(block.samples.mean(axis=1, dtype=np.float32) if block.samples.shape[1] > 1 else block.samples[:, 0])
    if frames == 0:
        raise RecordingError("empty", "The file holds no sound. Check that the microphone was on, and record it again.")
    return np.concatenate(kept), rate


def _refuse_odd(block: Block, expected_rate: int) -> None:
    if not MIN_RATE <= block.rate <= MAX_RATE:
        raise Undecodable(f"its sample rate is {block.rate} Hz, and {MIN_RATE} to {MAX_RATE} Hz are supported")
    if block.rate != expected_rate:
        raise Undecodable("its sample rate changes midway")
    if not 1 <= block.samples.shape[1] <= MAX_CHANNELS:
        raise Undecodable(f"it has {block.samples.shape[1]} channels, and at most {MAX_CHANNELS} are supported")
    if not np.isfinite(block.samples).all():
        raise Undecodable("some of its samples are not numbers")


def _refuse_short(duration_s: float, bounds: DurationBounds) -> None:
    if duration_s < bounds.min_s:
        raise RecordingError(
            "too_short",
            f"The recording is {duration_s:.2f} s long, and at least {bounds.min_s:g} s are needed. "
            "Record again for about five seconds.",
        )


def _pcm16(signal: Floats) -> NDArray[np.int16]:
    """Scaled by 2^15, as libsndfile does: 16-bit samples come through unchanged."""
    scaled: Floats = np.rint(signal * np.float32(32768))
    return scaled.clip(-32768, 32767).astype(np.int16)


def _flac(samples: NDArray[np.int16]) -> bytes:
    out = BytesIO()
    soundfile.write(out, samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16", compression_level=_FLAC_COMPRESSION)
    return out.getvalue()
