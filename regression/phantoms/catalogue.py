"""The fixed phantoms: what a measure or a model is checked on at each update. Never change one: add another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from regression.phantoms.channel import Channel
from regression.phantoms.phantom import Phantom, SyntheticVoice
from regression.phantoms.source import Tremor
from regression.phantoms.syllables import Syllables


def _sustained() -> Iterator[Phantom]:
    for seed, (phoneme, f0_hz) in enumerate([("a", 80), ("a", 120), ("a", 210), ("a", 320), ("i", 120), ("i", 205)]):
        yield Phantom(seed=100 + seed, phoneme=phoneme, f0_hz=f0_hz, upper_formants=True)
    yield Phantom(seed=106, phoneme="u", f0_hz=150, upper_formants=True)
    yield Phantom(seed=107, f0_hz=150, variant="steady", jitter=0, shimmer=0, breath=0.02, drift=0, upper_formants=True)


def _disturbed() -> Iterator[Phantom]:
    """One disturbance each, in rising steps, on otherwise equal voices."""
    for percent in (0.5, 1, 2, 4):
        yield Phantom(seed=120, f0_hz=150, variant=f"jitter-{percent}pct", jitter=percent / 100, upper_formants=True)
    for percent in (2, 5, 10, 20):
        yield Phantom(seed=121, f0_hz=150, variant=f"shimmer-{percent}pct", shimmer=percent / 100, upper_formants=True)
    for percent in (5, 20, 50, 100):
        yield Phantom(seed=122, f0_hz=150, variant=f"breath-{percent}pct", breath=percent / 100, upper_formants=True)
    for hz, percent in ((4, 3), (5, 6), (8, 3), (5, 12)):
        tremor = Tremor(hz, percent / 100)
        variant = f"f0-tremor-{hz}hz-{percent}pct"
        yield Phantom(seed=123, f0_hz=150, variant=variant, f0_tremor=tremor, upper_formants=True)
    for hz, percent in ((4, 10), (5, 20), (8, 10), (5, 40)):
        tremor = Tremor(hz, percent / 100)
        variant = f"amplitude-tremor-{hz}hz-{percent}pct"
        yield Phantom(seed=124, f0_hz=150, variant=variant, amplitude_tremor=tremor, upper_formants=True)


def _trains() -> Iterator[Phantom]:
    for seed, per_s in enumerate((2, 3, 4, 5, 6, 7)):
        yield _train(140 + seed, f"{per_s}-per-s", Syllables(per_s=per_s))
    yield _train(146, "slow-irregular", Syllables(per_s=2.5, irregularity=0.25))
    yield _train(147, "phrases", Syllables("takapikatu", per_s=4.5, phrase=5), duration_s=8.0)
    yield _train(148, "20db-noise", Syllables(), channel=Channel(snr_db=20))


def _train(
    seed: int, variant: str, syllables: Syllables, *, duration_s: float = 5.0, channel: Channel | None = None
) -> Phantom:
    return Phantom(
        seed=seed,
        variant=variant,
        f0_hz=130,
        duration_s=duration_s,
        syllables=syllables,
        drift=0.05,
        upper_formants=True,
        channel=channel or Channel(),
    )


def _recorded() -> Iterator[Phantom]:
    """One voice through channels of falling quality."""
    for db in (30, 20, 10, 3):
        yield _through(f"{db}db-noise", Channel(snr_db=db))
    for hz in (5000, 3400, 700):
        yield _through(f"to-{hz}hz", Channel(band_limit_hz=hz, room_db=-70))
    for db in (3, 12):
        yield _through(f"overdriven-{db}db", Channel(overdrive_db=db))
    yield _through("offset", Channel(dc=0.2))
    yield _through("quiet", Channel(room_db=-75), peak=0.004)


def _through(variant: str, channel: Channel, peak: float = 0.5) -> Phantom:
    return Phantom(seed=160, f0_hz=140, variant=variant, margin_s=0.5, upper_formants=True, channel=channel, peak=peak)


def phantoms() -> Iterator[Phantom]:
    yield from (*_sustained(), *_disturbed(), *_trains(), *_recorded())


CATALOGUE: Mapping[str, Phantom] = {phantom.name: phantom for phantom in phantoms()}


@cache
def catalogue_voice(name: str) -> SyntheticVoice:
    """Made once, for its sound and for its truth; not to be written to. All of them together are 12 MB."""
    voice = CATALOGUE[name].voice()
    voice.samples.flags.writeable = False
    return voice
