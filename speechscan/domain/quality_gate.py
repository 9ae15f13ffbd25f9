"""Whether a recording is good enough to be judged at all. The platform's rule, the same for every model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from speechscan.domain.quality import Quality

# Worth a word, though good enough.
_CLIPPING_ADVISED = 0.001
_SNR_ADVISED_DB = 15.0
_CLEAR_SNR_DB = 35.0
_BANDWIDTH_ADVISED_HZ = 3600.0  # a telephone's ends at 3.4 kHz


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


def refusals(quality: Quality, gate: QualityGate) -> tuple[str, ...]:
    """A sentence for each reason to refuse the recording, with what to do; empty if it is good enough."""
    return tuple(flaws(quality, gate).values())


def flaws(quality: Quality, gate: QualityGate) -> dict[Flaw, str]:
    """Each with its sentence."""
    if quality.silence == 1:
        silent = "The recording is silent or far too quiet: check that the microphone is on, and move closer to it."
        return {Flaw.SILENT: silent}
    found = {
        Flaw.LITTLE_SPEECH: _too_little(quality.speech_s, gate),
        Flaw.QUIET: _too_quiet(quality.level_dbfs, gate),
        Flaw.NOISY: _too_noisy(quality.snr_db, gate),
        Flaw.CLIPPED: _clipped(quality.clipping, gate),
        Flaw.MUFFLED: _muffled(_device_ends_hz(quality), gate),
        Flaw.OFF_CENTRE: _off_centre(quality.dc_offset, gate),
    }
    return {flaw: sentence for flaw, sentence in found.items() if sentence}


def advice(quality: Quality) -> tuple[str, ...]:
    """What would be better next time, of a recording that is good enough: a sentence each."""
    return tuple(advised(quality).values())


def advised(quality: Quality) -> dict[Advice, str]:
    """Each with its sentence."""
    found = {}
    if quality.clipping > _CLIPPING_ADVISED:
        found[Advice.CLIPPED] = f"{quality.clipping:.1%} of the samples are clipped: lower the recording level."
    if quality.snr_db is not None and quality.snr_db < _SNR_ADVISED_DB:
        found[Advice.NOISY] = (
            f"The signal is only {quality.snr_db:.0f} dB above the background: record in a quieter place."
        )
    ends_hz = _device_ends_hz(quality)
    if ends_hz is not None and ends_hz < _BANDWIDTH_ADVISED_HZ:
        found[Advice.TELEPHONE] = (
            f"Nothing of the voice is heard above {_khz(ends_hz)}, as over a telephone: "
            "record with the device itself if you can."
        )
    return found


def _device_ends_hz(quality: Quality) -> float | None:
    """Where the recording device ends the speech; None where the background hides it, as that of an /u/ at 20 dB does
    from 1 kHz on."""
    hidden = quality.snr_db is not None and quality.snr_db < _CLEAR_SNR_DB
    return None if hidden else quality.bandwidth_hz


def _too_little(speech_s: float, gate: QualityGate) -> str | None:
    if speech_s >= gate.min_speech_s:
        return None
    what = f"Only {speech_s:.1f} s of speech were found" if speech_s else "No voice was found in the recording"
    return f"{what}; at least {gate.min_speech_s:.1f} s are needed. Record again for about five seconds."


def _too_quiet(level_dbfs: float | None, gate: QualityGate) -> str | None:
    if level_dbfs is None or level_dbfs >= gate.min_level_dbfs:
        return None
    return "The recording is too quiet: move closer to the microphone, or raise its level."


def _too_noisy(snr_db: float | None, gate: QualityGate) -> str | None:
    if snr_db is None or snr_db >= gate.min_snr_db:
        return None
    return (
        f"The voice is only {snr_db:.0f} dB above the background, and at least {gate.min_snr_db:.0f} dB are needed: "
        "record in a quieter place, closer to the microphone."
    )


def _clipped(clipping: float, gate: QualityGate) -> str | None:
    if clipping <= gate.max_clipping:
        return None
    return f"The recording is too loud, {clipping:.1%} of it is cut off: lower the level, or move away a little."


def _muffled(bandwidth_hz: float | None, gate: QualityGate) -> str | None:
    if bandwidth_hz is None or bandwidth_hz >= gate.min_bandwidth_hz:
        return None
    return (
        f"The recording is muffled, nothing is heard above {_khz(bandwidth_hz)}: uncover the microphone, "
        "or use another one."
    )


def _off_centre(dc_offset: float | None, gate: QualityGate) -> str | None:
    if dc_offset is None or abs(dc_offset) <= gate.max_dc_offset:
        return None
    return "The recording has a strong constant offset, which comes from a fault of the device: use another microphone."


def _khz(hz: float) -> str:
    return f"{hz / 1000:.1f} kHz"
