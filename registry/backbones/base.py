"""The protocol of a backbone, its configuration, the files of its checkpoint, and its errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from registry.pcm import Pcm
from speechscan.errors import InvalidRequest

Embeddings = NDArray[np.float32]
ACOUSTIC = "acoustic"
CONFIG, STATE = "config.json", "state_dict.pt"


class Backbone(Protocol):
    @property
    def dims(self) -> int: ...

    @property
    def identity(self) -> str:
        """Digest of all that an embedding depends on: weights, layer, code."""
        ...

    def embed(self, clips: Sequence[Pcm]) -> Embeddings:
        """[clips, dims]. A clip's row does not depend on the other clips. Raises ClipTooShort."""
        ...

    def save(self, folder: Path) -> None:
        """Writes CONFIG and STATE, from which a `BackboneConfig` with this folder makes the same backbone."""
        ...


@dataclass(frozen=True, slots=True)
class BackboneConfig:
    """name     one of `registry.backbones.choice.NAMES`
    weights  wav2vec2 only: a bundle of torchaudio (WAV2VEC2_BASE), or a checkpoint folder
    layer    wav2vec2 only: the transformer layer whose output is averaged, from 1"""

    name: str = ACOUSTIC
    weights: str = "WAV2VEC2_BASE"
    layer: int = 1


DEFAULT = BackboneConfig()


class BackboneError(InvalidRequest):
    """The backbone cannot be had as it is configured."""


class ClipTooShort(ValueError):
    pass
