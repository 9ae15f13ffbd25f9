"""Where the sound of a reference set's clips comes from: the store, a folder, or the phantoms' own making."""

from __future__ import annotations

from typing import Protocol

from registry.pcm import Pcm
from regression.references.reference import ReferenceClip


class Sounds(Protocol):
    """Safe to call from several threads."""

    def __call__(self, clip: ReferenceClip) -> Pcm:
        """The clip's samples, whose digest is `clip.sha256`."""
        ...
