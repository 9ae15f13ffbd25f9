"""What changes between the reference and the window of a simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.pcm import Pcm, from_float
from regression.phantoms import Channel
from speechscan.domain.task import Task

_FULL_SCALE = 32768.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """channel       that the recordings of the window went through
    share         of the window's recordings that did
    older         how many times as often as before an older person speaks
    inconclusive  how many times as often as before a recording gets no verdict
    only          the channel is that of recordings of this task
    vowel_a       how many times as often as before a recording is of a sustained /a/"""

    name: str
    told: str
    channel: Channel | None = None
    share: float = 1.0
    older: float = 1.0
    inconclusive: float = 1.0
    only: Task | None = None
    vowel_a: float = 1.0


UNCHANGED = Scenario("unchanged", "the same people and devices")
_TELEPHONE = Channel(room_db=-75, band_limit_hz=3400)
SCENARIOS = (
    UNCHANGED,
    Scenario("band_limited", "nothing above 3.4 kHz, as over a telephone", _TELEPHONE),
    Scenario("third_band_limited", "the same for a third of the recordings", _TELEPHONE, share=1 / 3),
    Scenario("noisier", "background 20 dB under the voice", Channel(snr_db=20)),
    Scenario(
        "other_device",
        "another microphone: up to 5 kHz, overdriven by 3 dB, the room at -45 dBFS",
        Channel(room_db=-45, band_limit_hz=5000, overdrive_db=3),
    ),
    Scenario("older", "19 of 20 speakers are of the older half, not every second one", older=19.0),
    Scenario("inconclusive", "three times as many recordings without a verdict", inconclusive=3.0),
    Scenario(
        "vowel_i_noisier",
        "background 20 dB under the voice in /i/, the half of the recordings",
        Channel(snr_db=20),
        only=Task.SUSTAINED_VOWEL_I,
    ),
    Scenario("other_mix", "9 of 10 recordings are of /a/, not every second one", vowel_a=9.0),
)


def altered(samples: Pcm, channel: Channel, seed: int) -> Pcm:
    """The recording through a channel."""
    voice = samples.astype(np.float64) / _FULL_SCALE
    background = channel.background(np.random.default_rng(seed), voice.size, float(np.mean(voice**2)))
    heard = channel.driven(channel.limited(voice + background))
    return from_float(np.clip(heard, -1.0, 1.0).astype(np.float32))
