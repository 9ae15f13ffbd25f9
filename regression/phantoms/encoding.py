"""Phantoms as files: every format that the API takes, encoded in memory."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

import numpy as np

from registry.pcm import SAMPLE_RATE, from_float
from regression.phantoms.phantom import Samples

if TYPE_CHECKING:
    from av.audio.stream import AudioStream

# (format, subtype) of libsndfile
_SOUNDFILE = {
    "wav": ("WAV", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
}
# (container, codec, sample rate, container options) of ffmpeg. libsndfile writes ogg too, but with a random serial
# number, so that equal seeds gave unequal files. `live` leaves the duration out of the header, as the MediaRecorder of
# a browser does.
_FFMPEG: dict[str, tuple[str, str, int, dict[str, str]]] = {
    "ogg": ("ogg", "libopus", 48_000, {}),
    "m4a": ("ipod", "aac", SAMPLE_RATE, {}),
    "webm": ("webm", "libopus", 48_000, {"live": "1"}),
}
FORMATS = (*_SOUNDFILE, *_FFMPEG)


def encode(samples: Samples, format: str) -> bytes:
    """The clip (mono, 16 kHz) as a file of `format`, one of `FORMATS`."""
    if format in _SOUNDFILE:
        return _with_soundfile(samples, format)
    if format in _FFMPEG:
        return _with_ffmpeg(samples, format)
    raise ValueError(f"unknown format {format!r}; choose from {', '.join(FORMATS)}")


def _with_soundfile(samples: Samples, format: str) -> bytes:
    import soundfile

    container, subtype = _SOUNDFILE[format]
    out = BytesIO()
    # Rounded here, since libsndfile rounds for WAV and FLAC in different ways.
    soundfile.write(out, from_float(samples), SAMPLE_RATE, format=container, subtype=subtype)
    return out.getvalue()


def _with_ffmpeg(samples: Samples, format: str) -> bytes:
    import av

    container_format, codec, rate, options = _FFMPEG[format]
    out = BytesIO()
    with av.open(out, "w", format=container_format, options={"fflags": "+bitexact", **options}) as container:
        stream = cast("AudioStream", container.add_stream(codec, rate=rate, layout="mono"))
        stream.bit_rate = 64_000
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout="mono", rate=rate, frame_size=stream.codec_context.frame_size
        )
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None, :]), format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return out.getvalue()
