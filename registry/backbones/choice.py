"""From a configuration to its backbone. torch is imported by the one that is chosen."""

from __future__ import annotations

from registry.backbones.base import ACOUSTIC, Backbone, BackboneConfig, BackboneError

NAMES = (ACOUSTIC, "wav2vec2")


def backbone(config: BackboneConfig) -> Backbone | None:
    """None for `acoustic`: its log-mel statistics need no weights and are a part of the model's graph. Raises
    BackboneError if there is no such backbone or its weights are absent."""
    if config.name not in NAMES:
        raise BackboneError(f"There is no backbone {config.name!r}. Choose from {', '.join(NAMES)}.")
    if config.name == ACOUSTIC:
        return None
    from registry.backbones.wav2vec2 import Wav2Vec2
    from registry.backbones.weights import load

    return Wav2Vec2(load(config.weights), config.layer)
