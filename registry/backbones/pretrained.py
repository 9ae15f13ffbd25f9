"""A model of torchaudio's wav2vec 2.0 family, with what it takes to build it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from registry.torchaudio_loader import torchaudio


@dataclass(frozen=True, slots=True)
class Pretrained:
    """model               in evaluation mode, without a normalisation of its input
    normalize_waveform  it was trained on clips of mean 0 and variance 1
    parameters          arguments of torchaudio.models.wav2vec2_model"""

    model: Any
    normalize_waveform: bool
    parameters: dict[str, Any]

    def first_layers(self, count: int) -> Pretrained:
        """Without the transformer layers above, and without the output for letters. Of the base model's 94 million
        weights the first layer needs 16 million."""
        parameters = {**self.parameters, "encoder_num_layers": count, "aux_num_out": None}
        model, state = torchaudio().models.wav2vec2_model(**parameters), self.model.state_dict()
        model.load_state_dict({name: state[name] for name in model.state_dict()})
        return Pretrained(model.eval(), self.normalize_waveform, parameters)

    def digest(self) -> str:
        """SHA-256 over configuration and weights."""
        told = json.dumps([self.parameters, self.normalize_waveform], sort_keys=True)
        found = hashlib.sha256(told.encode())
        for name, tensor in sorted(self.model.state_dict().items()):
            found.update(f"\0{name} {tensor.dtype}\0".encode())
            found.update(tensor.contiguous().numpy())
        return found.hexdigest()
