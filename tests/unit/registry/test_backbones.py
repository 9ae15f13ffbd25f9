"""Backbones: what is chosen, that a clip's vector is its own, and what is said where weights are absent."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any
from urllib.error import URLError

import numpy as np
import pytest
import torch

from registry.backbones import bundles, checkpoint
from registry.backbones.base import CONFIG, STATE, Backbone, BackboneConfig, BackboneError, ClipTooShort
from registry.backbones.choice import NAMES, backbone
from registry.backbones.pretrained import Pretrained
from registry.backbones.wav2vec2 import BATCH, Wav2Vec2
from registry.pcm import Pcm
from registry.torchaudio_loader import torchaudio
from tests.tiny_wav2vec2 import DIMS, SHORTEST, TINY, checkpoint_in, pretrained


def clips(*sizes: int) -> list[Pcm]:
    rng = np.random.default_rng(5)
    return [(rng.standard_normal(size) * 3_000 * (1 + row)).astype(np.int16) for row, size in enumerate(sizes)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return checkpoint_in(tmp_path / "tiny")


def loaded(folder: Path, layer: int = 1) -> Backbone:
    made = backbone(BackboneConfig("wav2vec2", weights=str(folder), layer=layer))
    assert made is not None
    return made


def test_the_default_is_acoustic_and_embeds_nothing() -> None:
    assert backbone(BackboneConfig()) is None


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BackboneError, match="no backbone 'hubert'") as refused:
        backbone(BackboneConfig("hubert"))
    assert all(name in str(refused.value) for name in NAMES)


def test_a_checkpoint_folder_gives_the_model_that_was_saved(folder: Path) -> None:
    sounds = clips(1_000, 2_000)
    assert np.array_equal(loaded(folder).embed(sounds), Wav2Vec2(pretrained()).embed(sounds))
    assert loaded(folder).dims == DIMS


def test_the_code_of_the_page_runs(folder: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "backbones.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, Any] = {"clips": clips(1_000, 2_000)}
    exec(code.replace("WAV2VEC2_BASE", str(folder)), names)  # noqa: S102 - the page's own
    assert names["vectors"].shape == (2, names["made"].dims)


def test_an_embedding_is_the_mean_of_the_layers_frames(folder: Path) -> None:
    (clip,) = clips(1_500)
    model = pretrained().model
    with torch.inference_mode():
        waveform = torch.from_numpy(clip.astype(np.float32) / 32_768)[None]
        first, second = model.extract_features(waveform)[0]
    assert loaded(folder, 1).embed([clip])[0] == pytest.approx(first[0].mean(0).numpy(), abs=1e-6)
    assert loaded(folder, 2).embed([clip])[0] == pytest.approx(second[0].mean(0).numpy(), abs=1e-6)


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("mode", ["group_norm", "layer_norm"])
@pytest.mark.parametrize("layer", [1, 2])
def test_neighbours_do_not_change_an_embedding(mode: str, normalize: bool, layer: int) -> None:
    model = Wav2Vec2(pretrained(mode, normalize=normalize), layer)
    sounds = clips(700, 5_000, SHORTEST, 700, 4_999, 16_000, *[900] * (BATCH + 1))
    together = model.embed(sounds)
    alone = np.concatenate([model.embed([sound]) for sound in sounds])
    assert together == pytest.approx(alone, abs=1e-5)
    # The bound means something: these are different clips with different vectors.
    assert np.abs(alone[0] - alone[1]).max() > 1e-2


def test_padding_without_care_would_change_an_embedding() -> None:
    """Why the base models' clips are batched by length."""
    model = pretrained().model
    short, long = (torch.from_numpy(clip.astype(np.float32) / 32_768) for clip in clips(700, 5_000))
    with torch.inference_mode():
        alone = model.extract_features(short[None], num_layers=1)[0][0]
        padded = torch.nn.utils.rnn.pad_sequence([short, long], batch_first=True)
        beside = model.extract_features(padded, torch.tensor([700, 5_000]), num_layers=1)[0][0]
    assert float((beside[0, : alone.shape[1]] - alone[0]).abs().max()) > 1e-3


def test_models_that_want_a_variance_of_1_do_not_hear_the_level() -> None:
    model = Wav2Vec2(pretrained("layer_norm", normalize=True))
    (clip,) = clips(2_000)
    assert model.embed([2 * clip]) == pytest.approx(model.embed([clip]), abs=1e-4)


def test_no_clips_and_clips_that_are_too_short(folder: Path) -> None:
    model = loaded(folder)
    assert model.embed([]).shape == (0, DIMS)
    assert model.embed(clips(SHORTEST)).shape == (1, DIMS)
    with pytest.raises(ClipTooShort, match=f"clip 1 has {SHORTEST - 1} samples, and the model needs {SHORTEST}"):
        model.embed(clips(1_000, SHORTEST - 1))


def test_what_is_saved_is_the_same_backbone_without_the_layers_above(folder: Path, tmp_path: Path) -> None:
    sounds, whole = clips(1_000, 2_000), loaded(folder, 1)
    whole.save(tmp_path / "saved")
    again = loaded(tmp_path / "saved", 1)
    assert np.array_equal(again.embed(sounds), whole.embed(sounds))
    assert again.identity == whole.identity
    assert (tmp_path / "saved" / STATE).stat().st_size < (folder / STATE).stat().st_size
    with pytest.raises(BackboneError, match="layers 1 to 1"):
        loaded(tmp_path / "saved", 2)


def test_an_output_for_letters_is_left_out() -> None:
    parameters = {**TINY, "aux_num_out": 5}
    lettered = torchaudio().models.wav2vec2_model(**parameters)
    lettered.load_state_dict(pretrained().model.state_dict(), strict=False)
    (sound,) = clips(1_000)
    found = Wav2Vec2(Pretrained(lettered.eval(), False, parameters))
    assert np.array_equal(found.embed([sound]), Wav2Vec2(pretrained()).embed([sound]))
    assert found.identity == Wav2Vec2(pretrained()).identity


def test_other_weights_and_another_layer_are_another_identity(folder: Path) -> None:
    other = pretrained()
    with torch.no_grad():
        next(other.model.parameters())[0] += 1e-6
    louder = Pretrained(pretrained().model, True, TINY)
    made = [loaded(folder, 1), loaded(folder, 2), Wav2Vec2(other), Wav2Vec2(louder)]
    assert len({one.identity for one in made}) == len(made)
    assert made[0].identity == Wav2Vec2(pretrained()).identity


@pytest.mark.parametrize("layer", [0, 3])
def test_a_layer_that_is_not_there_is_refused(folder: Path, layer: int) -> None:
    with pytest.raises(BackboneError, match="layers 1 to 2"):
        loaded(folder, layer)


@pytest.mark.parametrize("name", [CONFIG, STATE])
def test_a_folder_that_lacks_a_file_says_which_and_how_to_fill_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BackboneError) as refused:
        loaded(folder)
    assert f"{folder} lacks {name}" in str(refused.value)
    assert "python -m registry.backbones.checkpoint" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"schema": 9}, "schema is 9"),
        ({"parameters": {"depth": 3}}, "not those of wav2vec2_model"),
        ({"parameters": {**TINY, "encoder_embed_dim": 48}}, "does not hold the weights"),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused(folder: Path, change: dict[str, Any], what: str) -> None:
    config = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps({**config, **change}))
    with pytest.raises(BackboneError, match=what):
        loaded(folder)


class Trap:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (Path.touch, (Path("sprung"),))


def test_weights_that_would_run_code_are_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save(Trap(), folder / STATE)
    with pytest.raises(BackboneError, match="does not hold the weights"):
        loaded(folder)
    assert not (tmp_path / "sprung").exists()
    with pytest.raises(pickle.UnpicklingError):
        torch.load(folder / STATE, weights_only=True)


def test_no_network_is_told_with_the_folders_to_fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: Any, **__: Any) -> None:
        raise URLError("Name or service not known")

    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("urllib.request.urlopen", offline)
    monkeypatch.setattr("torch.hub.urlopen", offline)
    with pytest.raises(BackboneError) as refused:
        backbone(BackboneConfig("wav2vec2"))
    for needed in (
        "Name or service not known",
        str(tmp_path / "hub/checkpoints/wav2vec2_fairseq_base_ls960.pth"),
        "python -m registry.backbones.checkpoint WAV2VEC2_BASE FOLDER",
    ):
        assert needed in str(refused.value)


def test_a_bundle_in_torchs_cache_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundle's own code path, with a tiny model in the place of its 360 MB."""
    bundle = torchaudio().pipelines.WAV2VEC2_BASE
    monkeypatch.setattr(bundle, "_params", TINY)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    cached = tmp_path / "hub/checkpoints" / bundle._path
    cached.parent.mkdir(parents=True)
    torch.save(pretrained().model.state_dict(), cached)
    sounds = clips(1_000)
    expected = Wav2Vec2(pretrained()).embed(sounds)
    made = backbone(BackboneConfig("wav2vec2"))
    assert made is not None
    assert np.array_equal(made.embed(sounds), expected)

    checkpoint.main(["WAV2VEC2_BASE", str(tmp_path / "filled")])
    assert np.array_equal(loaded(tmp_path / "filled").embed(sounds), expected)

    cached.write_bytes(cached.read_bytes()[:1_000])
    with pytest.raises(BackboneError, match=r"ls960\.pth does not hold the weights of WAV2VEC2_BASE. Delete it"):
        backbone(BackboneConfig("wav2vec2"))


def test_a_name_that_is_neither_folder_nor_bundle_is_refused() -> None:
    with pytest.raises(BackboneError, match=r"'WAV2VEC3' is neither a folder nor a bundle.*WAV2VEC2_BASE"):
        backbone(BackboneConfig("wav2vec2", weights="WAV2VEC3"))
    assert {"WAV2VEC2_BASE", "HUBERT_BASE", "WAV2VEC2_LARGE_LV60K"} <= set(bundles.names())
    assert "WAVLM_BASE" not in bundles.names()
