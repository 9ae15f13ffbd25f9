"""A checkpoint folder: a model of torchaudio's wav2vec 2.0 family as weights and a JSON configuration.

    config.json      {"schema": 1, "normalize_waveform": false, "parameters": {arguments of wav2vec2_model}}
    state_dict.pt    torch.save of the model's state_dict; loaded as tensors only, no code of the file is run

`python -m registry.backbones.checkpoint WAV2VEC2_BASE FOLDER` fills one, on a machine that can download.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import torch

from registry.backbones.base import CONFIG, STATE, BackboneError
from registry.backbones.pretrained import Pretrained
from registry.torchaudio_loader import torchaudio

SCHEMA = 1


def save(folder: Path, pretrained: Pretrained) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "schema": SCHEMA,
        "normalize_waveform": pretrained.normalize_waveform,
        "parameters": pretrained.parameters,
    }
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n")
    torch.save(pretrained.model.state_dict(), folder / STATE)


def load(folder: Path) -> Pretrained:
    """Raises BackboneError."""
    parameters, normalize_waveform = _config(folder)
    try:
        model = torchaudio().models.wav2vec2_model(**parameters)
    except (TypeError, ValueError) as error:
        raise _unfit(folder, CONFIG, f"its parameters are not those of wav2vec2_model: {error}") from error
    try:
        model.load_state_dict(torch.load(folder / STATE, map_location="cpu", weights_only=True))
    except FileNotFoundError as error:
        raise _absent(folder, STATE) from error
    except (OSError, RuntimeError, ValueError, TypeError, EOFError, pickle.UnpicklingError) as error:
        what = f"it does not hold the weights that {CONFIG} describes ({str(error).partition(chr(10))[0]})"
        raise _unfit(folder, STATE, what) from error
    return Pretrained(model.eval(), normalize_waveform, parameters)


def _config(folder: Path) -> tuple[dict[str, Any], bool]:
    try:
        told = json.loads((folder / CONFIG).read_text())
        schema, parameters, normalize_waveform = told["schema"], told["parameters"], told["normalize_waveform"]
    except FileNotFoundError as error:
        raise _absent(folder, CONFIG) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unfit(folder, CONFIG, f"it cannot be read ({type(error).__name__}: {error})") from error
    if schema != SCHEMA:
        raise _unfit(folder, CONFIG, f"its schema is {schema}, and this code reads {SCHEMA}")
    return parameters, bool(normalize_waveform)


def _absent(folder: Path, name: str) -> BackboneError:
    return BackboneError(
        f"The checkpoint folder {folder} lacks {name}. Fill it with {CONFIG} and {STATE}: "
        f"`python -m registry.backbones.checkpoint WAV2VEC2_BASE FOLDER` does so where a download is possible."
    )


def _unfit(folder: Path, name: str, what: str) -> BackboneError:
    return BackboneError(f"{name} in the checkpoint folder {folder} cannot be used: {what}.")


def main(arguments: list[str] | None = None) -> None:
    from registry.backbones import bundles

    parser = argparse.ArgumentParser(prog="python -m registry.backbones.checkpoint", description=__doc__)
    parser.add_argument("bundle", help="a bundle of torchaudio, as WAV2VEC2_BASE")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    try:
        save(asked.folder, bundles.load(asked.bundle))
    except BackboneError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
