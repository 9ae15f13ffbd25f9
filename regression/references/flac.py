"""A clip's samples as the store keeps them: 16 kHz mono FLAC, which loses nothing."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import soundfile

from registry.pcm import SAMPLE_RATE, Pcm


def encoded(samples: Pcm) -> bytes:
    out = BytesIO()
    soundfile.write(out, samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    return out.getvalue()


def decoded(data: bytes) -> Pcm:
    """Raises ValueError for bytes that `encoded` did not make."""
    try:
        samples, rate = soundfile.read(BytesIO(data), dtype="int16")
    except soundfile.SoundFileError as error:
        raise ValueError("it is no FLAC file") from error
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError("it is not 16 kHz mono")
    return np.asarray(samples, np.int16)
