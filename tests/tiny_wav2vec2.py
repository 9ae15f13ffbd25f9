"""wav2vec 2.0 in small, with random weights: for the code's sake, not for its ear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from registry.backbones import checkpoint
from registry.backbones.pretrained import Pretrained
from registry.torchaudio_loader import torchaudio

# Three convolutions of 40 samples, two transformer layers of 24 dimensions.
TINY: dict[str, Any] = {
    "extractor_mode": "group_norm",
    "extractor_conv_layer_config": [[16, 10, 5], [16, 3, 2], [16, 3, 2]],
    "extractor_conv_bias": False,
    "encoder_embed_dim": 24,
    "encoder_projection_dropout": 0.1,
    "encoder_pos_conv_kernel": 8,
    "encoder_pos_conv_groups": 4,
    "encoder_num_layers": 2,
    "encoder_num_heads": 4,
    "encoder_attention_dropout": 0.1,
    "encoder_ff_interm_features": 32,
    "encoder_ff_interm_dropout": 0.1,
    "encoder_dropout": 0.1,
    "encoder_layer_norm_first": False,
    "encoder_layer_drop": 0.1,
    "aux_num_out": None,
}
DIMS = 24
SHORTEST = 10 + 5 * 2 + 10 * 2


def parameters(mode: str) -> dict[str, Any]:
    return {**TINY, "extractor_mode": mode, "encoder_layer_norm_first": mode == "layer_norm"}


def pretrained(mode: str = "group_norm", *, normalize: bool = False) -> Pretrained:
    torch.manual_seed(3)
    model = torchaudio().models.wav2vec2_model(**parameters(mode))
    return Pretrained(model.eval(), normalize, parameters(mode))


def checkpoint_in(folder: Path) -> Path:
    checkpoint.save(folder, pretrained())
    return folder
