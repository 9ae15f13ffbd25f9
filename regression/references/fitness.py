"""What a set must be beyond a sound manifest, to judge a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.data.manifest import LABELS, NO_CORPUS
from regression.references.reference import ReferenceClip

# Bounds are drawn over speakers, within each class: one speaker leaves nothing to draw.
LEAST_SPEAKERS = 2
# What every model asks for.
LEAST_S = 1.0


def complaints(clips: Sequence[ReferenceClip]) -> Iterator[str]:
    """A sentence for each reason why these clips cannot judge a model.

    A corpus with one class beside others would let accuracy measure which corpus a clip came from, so every corpus of
    a set must have both. That nobody is in both classes, and no sound there twice, the manifest's check has said."""
    for corpus in sorted({clip.corpus for clip in clips}):
        for label in LABELS:
            found = len({clip.speaker for clip in clips if (clip.corpus, clip.label) == (corpus, label)})
            if found < LEAST_SPEAKERS:
                yield (
                    f"The corpus {corpus or NO_CORPUS!r} has {found} {label} speaker{'' if found == 1 else 's'}, and "
                    f"{LEAST_SPEAKERS} are needed at least: without both classes of one corpus, accuracy would measure "
                    "which corpus a clip comes from. Add speakers or leave this corpus out."
                )
