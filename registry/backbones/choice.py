"""From a configuration to its backbone. torch is imported by the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from registry.backbones.base import Backbone, BackboneConfig, BackboneError


def backbone(config: BackboneConfig) -> Backbone:
    """Raises BackboneError if there is no such backbone or its weights are absent."""
    if config.name not in _MAKERS:
        raise BackboneError(f"There is no backbone {config.name!r}. Choose from {', '.join(NAMES)}.")
    return _MAKERS[config.name](config)


def _acoustic(config: BackboneConfig) -> Backbone:
    from registry.backbones.acoustic import Acoustic

    return Acoustic()


def _wav2vec2(config: BackboneConfig) -> Backbone:
    from registry.backbones.wav2vec2 import Wav2Vec2
    from registry.backbones.weights import load

    return Wav2Vec2(load(config.weights), config.layer)


_MAKERS: dict[str, Callable[[BackboneConfig], Backbone]] = {"acoustic": _acoustic, "wav2vec2": _wav2vec2}
NAMES = tuple(_MAKERS)
