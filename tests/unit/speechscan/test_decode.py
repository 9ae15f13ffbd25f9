"""Decoding, in this process: every format, and every way in which a file can be wrong."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
from fractions import Fraction

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regression.phantoms import FORMATS, encode, vowel
from speechscan.audio.decode import MAX_CHANNELS, decode
from speechscan.audio.recording import SAMPLE_RATE, DurationBounds, Recording
from speechscan.audio.resample import resample
from speechscan.errors import RecordingError

BOUNDS = DurationBounds(min_s=1.0, max_s=60.0)
VOWEL = vowel(3, f0_hz=150.0, duration_s=2.0)
ENCODED = {format: encode(VOWEL, format) for format in FORMATS}


def _samples(recording: Recording) -> np.ndarray:
    return np.frombuffer(recording.pcm16, "<i2")


def _soundfile(samples: np.ndarray, rate: int, format: str = "WAV", subtype: str = "PCM_16") -> bytes:
    out = io.BytesIO()
    soundfile.write(out, samples, rate, format=format, subtype=subtype)
    return out.getvalue()


def _refusal(data: bytes, bounds: DurationBounds = BOUNDS) -> RecordingError:
    with pytest.raises(RecordingError) as refusal:
        decode(data, bounds)
    assert refusal.value.detail.endswith(".")
    return refusal.value


def _aligned_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Highest normalised cross-correlation over all shifts."""
    size = 1 << (one.size + other.size).bit_length()
    cross = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)))
    return float(cross.max() / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_same_voice(format: str) -> None:
    recording = decode(ENCODED[format], BOUNDS)
    assert recording.quality.duration_s == pytest.approx(2.0, abs=0.13)
    assert _aligned_correlation(_samples(recording).astype(float), VOWEL.astype(float)) > 0.97


@pytest.mark.parametrize("format", FORMATS)
def test_the_stored_flac_holds_the_same_samples(format: str) -> None:
    recording = decode(ENCODED[format], BOUNDS)
    stored, rate = soundfile.read(io.BytesIO(recording.flac), dtype="int16")
    assert (rate, stored.ndim) == (SAMPLE_RATE, 1)
    assert stored.tobytes() == recording.pcm16


@pytest.mark.parametrize("format", ["WAV", "FLAC"])
def test_16_khz_mono_comes_through_bit_exact(format: str) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32768, 3 * SAMPLE_RATE).astype(np.int16)
    assert np.array_equal(_samples(decode(_soundfile(samples, SAMPLE_RATE, format), BOUNDS)), samples)


def test_channels_are_averaged() -> None:
    left = np.full(2 * SAMPLE_RATE, 8000, np.int16)
    right = np.full(2 * SAMPLE_RATE, -2000, np.int16)
    stereo = decode(_soundfile(np.stack([left, right], axis=1), SAMPLE_RATE), BOUNDS)
    assert set(_samples(stereo)) == {3000}


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 47_999, 48_000, 96_000, 192_000])
def test_any_rate_is_resampled_to_the_same_tone(rate: int) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)
    recording = decode(_soundfile(tone, rate), BOUNDS)
    assert recording.quality.duration_s == pytest.approx(2.0, abs=0.001)
    middle = _samples(recording)[2000:-2000] / 32768
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(middle.size)))
    assert np.argmax(spectrum) * SAMPLE_RATE / middle.size == pytest.approx(440, abs=1)
    assert middle.std() * np.sqrt(2) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_resampling_keeps_speech_and_stops_aliases(rate: int) -> None:
    def level_db(hz: float) -> float:
        tone = np.sin(2 * np.pi * hz * np.arange(rate) / rate).astype(np.float32)
        return 10 * float(np.log10(2 * np.mean(resample(tone, rate)[1000:-1000] ** 2)))

    assert level_db(100) == pytest.approx(0, abs=0.05)
    assert level_db(7_000) == pytest.approx(0, abs=0.1)
    assert level_db(9_000) < -80
    assert level_db(15_000) < -80


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_wav_encodings(subtype: str) -> None:
    recording = decode(_soundfile(VOWEL, SAMPLE_RATE, "WAV", subtype), BOUNDS)
    assert _aligned_correlation(_samples(recording).astype(float), VOWEL.astype(float)) > 0.99


def test_ogg_vorbis() -> None:
    recording = decode(_soundfile(VOWEL, SAMPLE_RATE, "OGG", "VORBIS"), BOUNDS)
    assert _aligned_correlation(_samples(recording).astype(float), VOWEL.astype(float)) > 0.97


def test_wav_that_was_streamed_and_never_got_its_length() -> None:
    data = bytearray(ENCODED["wav"])
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    assert decode(bytes(data), BOUNDS).quality.duration_s == 2.0


def _film(*, sound: bool) -> bytes:
    """An mp4 with a picture track first, as a phone's camera writes it."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        video = film.add_stream("mpeg4", rate=10, width=32, height=32)
        audio = film.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), number * 10, np.uint8), format="rgb24")
            film.mux(video.encode(frame))
        film.mux(video.encode(None))
        if audio is not None:
            tone = (0.3 * np.sin(2 * np.pi * 200 * np.arange(96_000) / 48_000)).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(tone[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.time_base = 48_000, Fraction(1, 48_000)
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=48_000, frame_size=1024)
            for piece in [*resampler.resample(frame), *resampler.resample(None)]:
                film.mux(audio.encode(piece))
            film.mux(audio.encode(None))
    return out.getvalue()


def test_pictures_are_left_out() -> None:
    assert decode(_film(sound=True), BOUNDS).quality.duration_s == pytest.approx(2.0, abs=0.1)


def test_a_film_without_sound_is_unreadable() -> None:
    refusal = _refusal(_film(sound=False))
    assert refusal.code == "unreadable"
    assert "no sound track" in refusal.detail


@pytest.mark.parametrize("format", FORMATS)
def test_only_a_header(format: str) -> None:
    assert _refusal(ENCODED[format][:60]).code == ("too_short" if format == "wav" else "unreadable")


@pytest.mark.parametrize("format", ["flac", "m4a"])
def test_a_file_cut_in_half_is_unreadable(format: str) -> None:
    data = ENCODED[format]
    assert _refusal(data[: len(data) // 2]).code == "unreadable"


@pytest.mark.parametrize("format", ["wav", "mp3", "ogg", "webm"])
def test_a_cut_stream_is_read_as_far_as_it_goes(format: str) -> None:
    """These have no length that is kept: a recorder that was stopped hard leaves such a file."""
    data = ENCODED[format]
    half = decode(data[: len(data) // 2], DurationBounds(min_s=0.5, max_s=60.0))
    assert half.quality.duration_s == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_numbers(value: float) -> None:
    samples = VOWEL.copy()
    samples[20_000] = value
    refusal = _refusal(_soundfile(samples, SAMPLE_RATE, "WAV", "FLOAT"))
    assert refusal.code == "unreadable"
    assert "not numbers" in refusal.detail


def test_float_samples_beyond_full_scale_are_clipped_and_counted() -> None:
    recording = decode(_soundfile(4 * VOWEL, SAMPLE_RATE, "WAV", "FLOAT"), BOUNDS)
    assert recording.quality.peak_dbfs == 0.0
    assert recording.quality.clipping > 0.01


def test_no_bytes() -> None:
    assert _refusal(b"").code == "empty"


def test_no_samples() -> None:
    assert _refusal(_soundfile(np.zeros(0), SAMPLE_RATE)).code == "empty"


def test_not_audio() -> None:
    assert _refusal(b"This is a text." * 100).code == "unreadable"


@pytest.mark.parametrize("format", FORMATS)
def test_too_short(format: str) -> None:
    refusal = _refusal(encode(vowel(1, duration_s=0.5), format))
    assert refusal.code == "too_short"
    assert "at least 1 s" in refusal.detail


@pytest.mark.parametrize("format", FORMATS)
def test_too_long(format: str) -> None:
    refusal = _refusal(encode(np.tile(VOWEL, 2)[: 3 * SAMPLE_RATE], format), DurationBounds(1.0, 2.5))
    assert refusal.code == "too_long"
    assert "longer than 2.5 s" in refusal.detail


@pytest.mark.parametrize("format", FORMATS)
def test_exactly_the_longest_and_the_shortest(format: str) -> None:
    assert decode(ENCODED[format], DurationBounds(min_s=2.0, max_s=60.0))
    assert decode(ENCODED[format], DurationBounds(min_s=1.0, max_s=2.0))


def test_a_decompression_bomb_ends_early_and_small() -> None:
    """19 minutes of silence: 109 MB in 170 KB of FLAC."""
    bomb = _soundfile(np.zeros(48_000 * 1136, np.int16), 48_000, "FLAC")
    assert len(bomb) < 200_000
    tracemalloc.start()
    begin = time.process_time()
    refusal = _refusal(bomb)
    seconds = time.process_time() - begin
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.code == "too_long"
    assert seconds < 2
    assert peak < 30_000_000  # 60 s at 48 kHz as float32 are 11.5 MB


def test_more_samples_than_allowed_in_a_short_clip() -> None:
    silence = np.zeros((192_000 * 2, 4), np.int16)
    refusal = _refusal(_soundfile(silence, 192_000, "FLAC"), DurationBounds(min_s=0.5, max_s=2.0))
    assert refusal.code == "decode_limits"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_soundfile(np.zeros(4_000), 4_000), "sample rate"),
        (_soundfile(np.zeros(300_000), 300_000), "sample rate"),
        (_soundfile(np.zeros((32_000, MAX_CHANNELS + 1)), SAMPLE_RATE), "channels"),
    ],
)
def test_unsupported_shapes(data: bytes, reason: str) -> None:
    refusal = _refusal(data)
    assert refusal.code == "unreadable"
    assert reason in refusal.detail


def test_a_rate_that_overflows() -> None:
    data = bytearray(ENCODED["wav"])
    data[24:28] = struct.pack("<I", 0xFFFFFFFF)
    assert _refusal(bytes(data)).code == "unreadable"


def test_an_unknown_encoding_within_a_known_container() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("ac3", rate=48_000, layout="mono")
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=48_000, frame_size=1536)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 96_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    refusal = _refusal(out.getvalue())
    assert refusal.code == "unreadable"
    assert "unknown encoding" in refusal.detail


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FORMATS), st.floats(0, 1), st.binary(min_size=1, max_size=64))
def test_damage_ends_in_a_recording_or_a_refusal(format: str, place: float, patch: bytes) -> None:
    data = ENCODED[format]
    at = int(place * (len(data) - len(patch)))
    assert _outcome(data[:at] + patch + data[at + len(patch) :]) in OUTCOMES


OUTCOMES = {"recording", "unreadable", "empty", "too_short", "too_long", "decode_limits"}


def _outcome(data: bytes) -> str:
    try:
        decode(data, BOUNDS)
    except RecordingError as refusal:
        return refusal.code
    return "recording"
