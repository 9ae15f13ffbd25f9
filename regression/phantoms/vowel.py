"""A sustained vowel in one call."""

from __future__ import annotations

from regression.phantoms.channel import Channel
from regression.phantoms.phantom import Phantom, Samples


def vowel(
    seed: int,
    *,
    f0_hz: float = 120.0,
    duration_s: float = 4.0,
    phoneme: str = "a",
    jitter: float = 0.006,
    shimmer: float = 0.02,
    breath: float = 0.1,
    drift: float = 0.01,
    wander: float = 0.05,
    room_db: float = -60.0,
    margin_s: float = 0.15,
    peak: float = 0.5,
) -> Samples:
    """Mono samples at 16 kHz in [-1, 1]; the arguments are those of `Phantom`, which says more of the voice."""
    phantom = Phantom(
        seed=seed,
        f0_hz=f0_hz,
        duration_s=duration_s,
        phoneme=phoneme,
        jitter=jitter,
        shimmer=shimmer,
        breath=breath,
        drift=drift,
        wander=wander,
        channel=Channel(room_db=room_db),
        margin_s=margin_s,
        peak=peak,
    )
    return phantom.voice().samples
