"""Pretrained models of the wav2vec 2.0 family that torchaudio downloads: its bundles."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from registry.backbones.base import CONFIG, STATE, BackboneError
from registry.backbones.pretrained import Pretrained
from registry.pcm import SAMPLE_RATE
from registry.torchaudio_loader import torchaudio

# WavLM takes other parameters, and a masked batch of it was not tried.
_TYPE = "Wav2Vec2"


def names() -> list[str]:
    pipelines = torchaudio().pipelines
    return [name for name in dir(pipelines) if _fits(getattr(pipelines, name))]


def load(name: str) -> Pretrained:
    """From torch's cache, else by a download. Raises BackboneError."""
    bundle = _bundle(name)
    try:
        made = bundle.get_model(dl_kwargs={"map_location": "cpu", "weights_only": True, "progress": False})
    except OSError as error:  # a URLError is one
        raise BackboneError(_no_download(name, bundle, error)) from error
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise BackboneError(
            f"{_cached(bundle)} does not hold the weights of {name}. Delete it and try again."
        ) from error
    # torchaudio's wrapper normalises a whole batch at once, so that a clip would depend on its neighbours.
    normalize = bool(getattr(made, "normalize_waveform", False))
    return Pretrained(getattr(made, "model", made).eval(), normalize, dict(bundle._params))


def _bundle(name: str) -> Any:
    bundle = getattr(torchaudio().pipelines, name, None)
    if not _fits(bundle):
        raise BackboneError(
            f"{name!r} is neither a folder nor a bundle of torchaudio. Choose from {', '.join(names())}."
        )
    return bundle


def _fits(bundle: Any) -> bool:
    is_one = isinstance(bundle, torchaudio().pipelines.Wav2Vec2Bundle)
    return is_one and bundle._model_type == _TYPE and bundle.sample_rate == SAMPLE_RATE


def _no_download(name: str, bundle: Any, error: OSError) -> str:
    file = _cached(bundle)
    return (
        f"The weights of {name} are not in {file}, and they cannot be downloaded ({error}). On a machine with a "
        f"network run `python -m registry.backbones.checkpoint {name} FOLDER`, bring FOLDER ({CONFIG}, {STATE}) "
        f"here, and give its path instead of {name}; or bring the downloaded file itself to {file}."
    )


def _cached(bundle: Any) -> Path:
    return Path(torch.hub.get_dir()) / "checkpoints" / Path(bundle._path).name
