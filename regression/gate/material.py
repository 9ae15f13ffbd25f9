"""Reference sets with their sound, and clips drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from registry.pcm import Pcm
from regression.references.reference import Reference, ReferenceClip
from regression.sounds import Sounds

Change = Callable[[ReferenceClip, Pcm], Pcm]


@dataclass(frozen=True)
class Material:
    reference: Reference
    sounds: Sounds

    def changed(self, name: str, change: Change) -> Material:
        """The clips with their sound changed, each when it is asked for: a large set would not fit into memory."""
        return Material(replace(self.reference, name=name), lambda clip: change(clip, self.sounds(clip)))

    def only(self, wanted: Callable[[Pcm], bool]) -> Material:
        """The clips whose sound is wanted."""
        clips = tuple(clip for clip in self.reference.clips if wanted(self.sounds(clip)))
        return Material(replace(self.reference, clips=clips), self.sounds)

    def reordered(self, name: str, order: Sequence[int]) -> Material:
        clips = tuple(self.reference.clips[place] for place in order)
        return Material(replace(self.reference, name=name, clips=clips), self.sounds)


def sample(materials: Sequence[Material], size: int, seed: int) -> Material:
    """At most `size` clips of all the sets (at least one set), the same for the same seed."""
    places = [(material, clip) for material in materials for clip in material.reference.clips]
    chosen = np.sort(np.random.default_rng(seed).permutation(len(places))[:size])
    drawn = {places[place][1].sha256: places[place] for place in chosen}
    clips = tuple(clip for _, clip in drawn.values())
    reference = replace(materials[0].reference, name="sample", clips=clips)
    return Material(reference, lambda clip: drawn[clip.sha256][0].sounds(clip))
