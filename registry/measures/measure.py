"""All measurements of a clip."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from registry.measures import level, perturbation, spectrum, syllables
from registry.measures.analysis import Sound, Voice, hear_voice, listen
from registry.measures.cepstrum import cepstral_peak
from registry.measures.clarity import clarity
from registry.measures.correlation import HOP
from registry.measures.harmonicity import harmonics_to_noise
from registry.measures.measurement import NAMES, Measured
from registry.measures.movement import BANDS, f0_movement, level_movement
from registry.measures.movement import SHORTEST_S as SHORTEST_MOVEMENT_S
from registry.measures.tremor import SHORTEST_S as SHORTEST_TREMOR_S
from registry.measures.tremor import tremor
from registry.pcm import SAMPLE_RATE, Pcm
from speechscan.domain.sentence import Sentence, Wording

_SHORTEST_S = 0.2
_FRAMES_PER_S = SAMPLE_RATE // HOP
# Onset and end of a held voice are no tremor: 0.1 s each.
_EDGE = 10

_SHORT = Wording("unmeasured-short", "The clip is shorter than {seconds:.1f} s.")(seconds=_SHORTEST_S)
_SILENCE = Wording("unmeasured-silent", "The clip is silent.")()
_NO_VOICE = Wording("unmeasured-no-voice", "No voice was found in the clip.")()
_FEW_PERIODS = Wording("unmeasured-few-periods", "Too few periods of the voice follow one another without a break.")()
_NO_HARMONICS = Wording("unmeasured-no-harmonics", "No part of the clip is harmonic enough.")()
_HELD = Wording("unmeasured-not-held", "The voice is not held for {seconds:.1f} s without a break.")
_NOT_HELD = _HELD(seconds=SHORTEST_TREMOR_S + 2 * _EDGE / _FRAMES_PER_S)
_BREAKS = _HELD(seconds=SHORTEST_MOVEMENT_S + 2 * _EDGE / _FRAMES_PER_S)
_NO_TREMOR = Wording("unmeasured-no-tremor", "No regular tremor of 3-12 Hz stands out.")()
_SUSTAINED = Wording("unmeasured-vowel", "The clip is a sustained vowel: there are no syllables to count.")()
_SHORT_SPEECH = Wording("unmeasured-little-speech", "The clip has less than 1 s of speech.")()
_NO_CLARITY = Wording(
    "unmeasured-no-clarity", "It needs shimmer and the harmonics-to-noise ratio, and they could not be measured."
)()

# A value, or the reason why there is none.
Finding = float | Sentence


def measure_batch(clips: Iterable[Pcm]) -> list[Measured]:
    """One clip after another: inside a clip the work runs over all its frames at once, which fills a thread, and so
    no neighbour can matter."""
    return [measure(clip) for clip in clips]


def measure(pcm: Pcm) -> Measured:
    with torch.no_grad():
        findings = _findings(pcm)
    values = {name: found for name, found in findings.items() if not isinstance(found, Sentence)}
    return Measured(values, {name: found for name, found in findings.items() if isinstance(found, Sentence)})


def _findings(pcm: Pcm) -> dict[str, Finding]:
    if pcm.size < _SHORTEST_S * SAMPLE_RATE:
        return dict.fromkeys(NAMES, _SHORT)
    sound = listen(pcm)
    if sound is None:
        return dict.fromkeys(NAMES, _SILENCE)
    fraction = float(sound.pitch.voiced.float().mean())
    if not sound.has_voice:
        return {**dict.fromkeys(NAMES, _NO_VOICE), "voiced_fraction": fraction}
    voice = hear_voice(sound)
    findings = {
        "voiced_fraction": fraction,
        **_pitch(sound),
        **_perturbation(voice),
        **_noise(sound),
        **_tremors(sound, voice),
        **_movements(sound, voice),
        **_timing(sound, voice),
        "spectral_tilt_db": spectrum.tilt(spectrum.long_term(voice.spectra)),
    }
    findings["clarity_score"] = _clarity(findings, voice)
    return {name: findings[name] for name in NAMES}


def _pitch(sound: Sound) -> dict[str, Finding]:
    f0 = sound.pitch.f0_hz[sound.pitch.voiced]
    low, high = torch.log2(f0).quantile(torch.tensor([0.05, 0.95])).tolist()
    return {"f0_hz": float(f0.median()), "f0_range_semitones": 12 * (high - low)}


def _perturbation(voice: Voice) -> dict[str, Finding]:
    periods, amplitudes = voice.periods, voice.amplitudes
    found = {
        "jitter_local": perturbation.local(periods),
        "jitter_rap": perturbation.quotient(periods, 3),
        "jitter_ppq5": perturbation.quotient(periods, 5),
        "shimmer_local": perturbation.local(amplitudes),
        "shimmer_apq3": perturbation.quotient(amplitudes, 3),
        "shimmer_apq5": perturbation.quotient(amplitudes, 5),
        "shimmer_apq11": perturbation.quotient(amplitudes, 11),
    }
    return {name: _FEW_PERIODS if value is None else value for name, value in found.items()}


def _noise(sound: Sound) -> dict[str, Finding]:
    harmonicity = harmonics_to_noise(sound.correlation)
    return {
        "hnr_db": _NO_HARMONICS if harmonicity is None else harmonicity,
        "cpps_db": cepstral_peak(sound.within_extent()),
    }


def _tremors(sound: Sound, voice: Voice) -> dict[str, Finding]:
    held = slice(voice.held.start + _EDGE, voice.held.stop - _EDGE)
    contours = {"f0": sound.pitch.f0_hz[held], "amplitude": sound.power[held].sqrt()}
    findings: dict[str, Finding] = {}
    for name, contour in contours.items():
        if contour.numel() < SHORTEST_TREMOR_S * _FRAMES_PER_S:
            findings |= {f"{name}_tremor_hz": _NOT_HELD, f"{name}_tremor_depth": _NOT_HELD}
            continue
        found = tremor(contour)
        findings[f"{name}_tremor_hz"] = _NO_TREMOR if found.frequency_hz is None else found.frequency_hz
        findings[f"{name}_tremor_depth"] = found.depth
    return findings


def _movements(sound: Sound, voice: Voice) -> dict[str, Finding]:
    held = slice(voice.held.start + _EDGE, voice.held.stop - _EDGE)
    if held.stop - held.start < SHORTEST_MOVEMENT_S * _FRAMES_PER_S:
        return {f"{name}_movement_{band}": _BREAKS for name in ("f0", "level") for band in BANDS}
    found = {
        "f0": f0_movement(sound.pitch.f0_hz[held]),
        "level": level_movement(level.decibels(sound.power[held])),
    }
    return {
        f"{name}_movement_{band}": value
        for name, values in found.items()
        for band, value in zip(BANDS, values, strict=True)
    }


def _timing(sound: Sound, voice: Voice) -> dict[str, Finding]:
    low, high = level.decibels(sound.power[sound.pitch.voiced]).quantile(torch.tensor([0.05, 0.95])).tolist()
    return {
        "intensity_range_db": high - low,
        "pause_ratio": syllables.pause_ratio(sound.sounding[sound.extent]),
        "speech_rate": _rate(sound, voice),
    }


def _rate(sound: Sound, voice: Voice) -> Finding:
    seconds: float = (sound.extent.stop - sound.extent.start) / _FRAMES_PER_S
    if seconds < 1:
        return _SHORT_SPEECH
    if voice.vowel:
        return _SUSTAINED
    return syllables.syllables(sound.power, sound.sounding, sound.pitch.voiced) / seconds


def _clarity(findings: dict[str, Finding], voice: Voice) -> Finding:
    hnr, shimmer, cpps = (findings[name] for name in ("hnr_db", "shimmer_local", "cpps_db"))
    shimmer_db = perturbation.decibels(voice.amplitudes)
    if isinstance(hnr, Sentence) or isinstance(shimmer, Sentence) or isinstance(cpps, Sentence) or shimmer_db is None:
        return _NO_CLARITY
    return clarity(
        cpps_db=cpps,
        hnr_db=hnr,
        shimmer=shimmer,
        shimmer_db=shimmer_db,
        spectrum=spectrum.long_term(voice.spectra),
    )
