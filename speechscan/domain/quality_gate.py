"""Whether a recording is good enough to be judged at all. The platform's rule, the same for every model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from speechscan.domain.quality import Quality
from speechscan.domain.sentence import Sentence, Wording

# Worth a word, though good enough.
_CLIPPING_ADVISED = 0.001
_SNR_ADVISED_DB = 15.0
_CLEAR_SNR_DB = 35.0
_BANDWIDTH_ADVISED_HZ = 3600.0  # a telephone's ends at 3.4 kHz

_SILENT = Wording(
    "flaw-silent",
    "The recording is silent or far too quiet: check that the microphone is on, and move closer to it.",
)
_NO_VOICE = Wording(
    "flaw-no-voice",
    "No voice was found in the recording; at least {least_speech_s:.1f} s are needed. "
    "Record again for about five seconds.",
)
_LITTLE_SPEECH = Wording(
    "flaw-little-speech",
    "Only {speech_s:.1f} s of speech were found; at least {least_speech_s:.1f} s are needed. "
    "Record again for about five seconds.",
)
_QUIET = Wording("flaw-quiet", "The recording is too quiet: move closer to the microphone, or raise its level.")
_NOISY = Wording(
    "flaw-noisy",
    "The voice is only {snr_db:.0f} dB above the background, and at least {least_snr_db:.0f} dB are needed: "
    "record in a quieter place, closer to the microphone.",
)
_CLIPPED = Wording(
    "flaw-clipped",
    "The recording is too loud, {clipping:.1%} of it is cut off: lower the level, or move away a little.",
)
_MUFFLED = Wording(
    "flaw-muffled",
    "The recording is muffled, nothing is heard above {ends_khz:.1f} kHz: uncover the microphone, or use another one.",
)
_OFF_CENTRE = Wording(
    "flaw-off-centre",
    "The recording has a strong constant offset, which comes from a fault of the device: use another microphone.",
)
_CLIPPED_A_LITTLE = Wording("advice-clipped", "{clipping:.1%} of the samples are clipped: lower the recording level.")
_NOISY_A_LITTLE = Wording(
    "advice-noisy", "The signal is only {snr_db:.0f} dB above the background: record in a quieter place."
)
_TELEPHONE = Wording(
    "advice-telephone",
    "Nothing of the voice is heard above {ends_khz:.1f} kHz, as over a telephone: "
    "record with the device itself if you can.",
)


@dataclass(frozen=True, slots=True)
class QualityGate:
    """A recording outside of any of these is refused. What a `Quality` has as None refuses nothing."""

    min_speech_s: float = 0.5
    min_level_dbfs: float = -55.0
    min_snr_db: float = 6.0
    max_clipping: float = 0.01
    min_bandwidth_hz: float = 1000.0
    max_dc_offset: float = 0.1


class Flaw(StrEnum):
    """What a recording is refused for."""

    SILENT = "silent"
    LITTLE_SPEECH = "little_speech"
    QUIET = "quiet"
    NOISY = "noisy"
    CLIPPED = "clipped"
    MUFFLED = "muffled"
    OFF_CENTRE = "off_centre"


class Advice(StrEnum):
    """What would be better next time."""

    CLIPPED = "clipped"
    NOISY = "noisy"
    TELEPHONE = "telephone"


def refusals(quality: Quality, gate: QualityGate) -> tuple[Sentence, ...]:
    """A sentence for each reason to refuse the recording, with what to do; empty if it is good enough."""
    return tuple(flaws(quality, gate).values())


def flaws(quality: Quality, gate: QualityGate) -> dict[Flaw, Sentence]:
    """Each with its sentence."""
    if quality.silence == 1:
        return {Flaw.SILENT: _SILENT()}
    found = {
        Flaw.LITTLE_SPEECH: _too_little(quality.speech_s, gate),
        Flaw.QUIET: _too_quiet(quality.level_dbfs, gate),
        Flaw.NOISY: _too_noisy(quality.snr_db, gate),
        Flaw.CLIPPED: _clipped(quality.clipping, gate),
        Flaw.MUFFLED: _muffled(_device_ends_hz(quality), gate),
        Flaw.OFF_CENTRE: _off_centre(quality.dc_offset, gate),
    }
    return {flaw: sentence for flaw, sentence in found.items() if sentence}


def advice(quality: Quality) -> tuple[Sentence, ...]:
    """What would be better next time, of a recording that is good enough: a sentence each."""
    return tuple(advised(quality).values())


def advised(quality: Quality) -> dict[Advice, Sentence]:
    """Each with its sentence."""
    found = {}
    if quality.clipping > _CLIPPING_ADVISED:
        found[Advice.CLIPPED] = _CLIPPED_A_LITTLE(clipping=quality.clipping)
    if quality.snr_db is not None and quality.snr_db < _SNR_ADVISED_DB:
        found[Advice.NOISY] = _NOISY_A_LITTLE(snr_db=quality.snr_db)
    ends_hz = _device_ends_hz(quality)
    if ends_hz is not None and ends_hz < _BANDWIDTH_ADVISED_HZ:
        found[Advice.TELEPHONE] = _TELEPHONE(ends_khz=ends_hz / 1000)
    return found


def _device_ends_hz(quality: Quality) -> float | None:
    """Where the recording device ends the speech; None where the background hides it, as that of an /u/ at 20 dB does
    from 1 kHz on."""
    hidden = quality.snr_db is not None and quality.snr_db < _CLEAR_SNR_DB
    return None if hidden else quality.bandwidth_hz


def _too_little(speech_s: float, gate: QualityGate) -> Sentence | None:
    if speech_s >= gate.min_speech_s:
        return None
    if not speech_s:
        return _NO_VOICE(least_speech_s=gate.min_speech_s)
    return _LITTLE_SPEECH(speech_s=speech_s, least_speech_s=gate.min_speech_s)


def _too_quiet(level_dbfs: float | None, gate: QualityGate) -> Sentence | None:
    if level_dbfs is None or level_dbfs >= gate.min_level_dbfs:
        return None
    return _QUIET()


def _too_noisy(snr_db: float | None, gate: QualityGate) -> Sentence | None:
    if snr_db is None or snr_db >= gate.min_snr_db:
        return None
    return _NOISY(snr_db=snr_db, least_snr_db=gate.min_snr_db)


def _clipped(clipping: float, gate: QualityGate) -> Sentence | None:
    if clipping <= gate.max_clipping:
        return None
    return _CLIPPED(clipping=clipping)


def _muffled(bandwidth_hz: float | None, gate: QualityGate) -> Sentence | None:
    if bandwidth_hz is None or bandwidth_hz >= gate.min_bandwidth_hz:
        return None
    return _MUFFLED(ends_khz=bandwidth_hz / 1000)


def _off_centre(dc_offset: float | None, gate: QualityGate) -> Sentence | None:
    if dc_offset is None or abs(dc_offset) <= gate.max_dc_offset:
        return None
    return _OFF_CENTRE()
