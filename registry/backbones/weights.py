"""Where a wav2vec 2.0 model's weights come from: a folder, or else a bundle of torchaudio."""

from __future__ import annotations

import os
from pathlib import Path

from registry.backbones import bundles, checkpoint
from registry.backbones.pretrained import Pretrained


def load(source: str) -> Pretrained:
    """`source` is a folder if it is there or is written as a path. Raises BackboneError."""
    if os.sep in source or Path(source).is_dir():
        return checkpoint.load(Path(source))
    return bundles.load(source)
