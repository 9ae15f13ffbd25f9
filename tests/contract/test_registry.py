"""Every model registry keeps the same promises."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from registry import bundle
from registry.bootstrap import ForeignVersions, bootstrap
from registry.bundle import SHIPPED, Bundle
from registry.golden import golden_clip
from registry.onnx_scorer import OnnxScorer
from registry.training.pipeline import Outcome
from registry.training.registration import register
from registry.versions import CHALLENGER, CHAMPION, MemoryRegistry, MlflowRegistry, ModelRegistry
from speechscan.domain.result import ModelRef
from speechscan.errors import Unavailable
from tests.conftest import free_port
from tests.embedding_model import embedding_model

# MLflow's own imports and calls warn; they are not ours to mend.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(240)]


def _repository_on_path() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture(params=["memory", "mlflow"])
def registry(request: pytest.FixtureRequest) -> ModelRegistry:
    if request.param == "memory":
        return MemoryRegistry()
    return MlflowRegistry(request.getfixturevalue("mlflow_url"), f"model-{uuid4().hex[:8]}")


@pytest.fixture(params=["memory", "mlflow"])
def away(request: pytest.FixtureRequest) -> ModelRegistry:
    if request.param == "memory":
        memory = MemoryRegistry()
        memory.away = True
        return memory
    return MlflowRegistry(f"http://127.0.0.1:{free_port()}", "model")


@pytest.fixture
def shipped() -> Bundle:
    return bundle.read(SHIPPED)


@pytest.fixture
def other(tmp_path: Path) -> Bundle:
    """The shipped model with another policy: other content, other digest."""
    folder = shutil.copytree(SHIPPED, tmp_path / "other")
    metadata = json.loads((folder / bundle.METADATA).read_text())
    metadata["policy"]["min_speech_s"] = 0.7
    (folder / bundle.METADATA).write_text(json.dumps(metadata))
    return bundle.read(folder)


def test_an_empty_registry_has_no_version_and_no_champion(registry: ModelRegistry) -> None:
    assert registry.versions() == []
    assert registry.resolve(CHAMPION) is None


def test_what_was_registered_comes_back_whole(registry: ModelRegistry, shipped: Bundle, tmp_path: Path) -> None:
    number = registry.register(shipped)
    back = bundle.read(registry.download(number, tmp_path / "down"))
    assert number == "1"
    assert back.digest == shipped.digest
    assert back.card == shipped.card
    assert [(version.number, version.digest) for version in registry.versions()] == [("1", shipped.digest)]


def test_a_version_with_a_backbone_comes_back_with_its_checkpoint(registry: ModelRegistry, tmp_path: Path) -> None:
    made = embedding_model(tmp_path / "made")
    back = bundle.read(registry.download(registry.register(made), tmp_path / "down"))
    assert back.embedding == made.embedding
    clip = golden_clip().tobytes()
    served, offline = (OnnxScorer(one, ModelRef("made", "1")).score(clip) for one in (back, made))
    assert served == offline


def test_a_reader_in_a_fresh_process_gets_it_too(mlflow_url: str, shipped: Bundle, tmp_path: Path) -> None:
    # MLflow keeps the address of its server per process: one which registers can hide a fault of one that reads.
    name = f"model-{uuid4().hex[:8]}"
    number = MlflowRegistry(mlflow_url, name).register(shipped)
    program = (
        "import sys; from pathlib import Path; from registry.versions import MlflowRegistry;"
        f"MlflowRegistry({mlflow_url!r}, {name!r}).download({number!r}, Path({str(tmp_path)!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120, cwd=tmp_path, env=_repository_on_path())
    assert bundle.read(tmp_path / "extra_files").digest == shipped.digest
    assert not (tmp_path / "mlflow.db").exists()


def test_evidence_comes_back_by_name(registry: ModelRegistry, shipped: Bundle, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "profile.json").write_text("kept")
    number = registry.register(shipped, tmp_path / "evidence")
    found = registry.evidence(number, "profile.json", tmp_path / "back")
    assert found is not None
    assert found.read_text() == "kept"
    assert registry.evidence(number, "other.json", tmp_path / "back") is None
    without = registry.register(shipped)
    assert registry.evidence(without, "profile.json", tmp_path / "back") is None
    with pytest.raises(LookupError):
        registry.evidence("7", "profile.json", tmp_path / "back")


def test_an_alias_moves_between_versions(registry: ModelRegistry, shipped: Bundle, other: Bundle) -> None:
    first, second = registry.register(shipped), registry.register(other)
    assert registry.resolve(CHAMPION) is None
    registry.set_alias(CHAMPION, first)
    assert registry.resolve(CHAMPION) == first
    registry.set_alias(CHAMPION, second)
    assert registry.resolve(CHAMPION) == second == "2"


def test_a_version_that_is_not_there(registry: ModelRegistry, shipped: Bundle, tmp_path: Path) -> None:
    registry.register(shipped)
    with pytest.raises(LookupError):
        registry.set_alias(CHAMPION, "7")
    with pytest.raises(LookupError):
        registry.download("7", tmp_path / "down")


@pytest.mark.parametrize(
    "call",
    [
        lambda registry, _: registry.resolve(CHAMPION),
        lambda registry, _: registry.versions(),
        lambda registry, _: registry.set_alias(CHAMPION, "1"),
        lambda registry, folder: registry.download("1", folder),
        lambda registry, _: registry.register(bundle.read(SHIPPED)),
    ],
    ids=["resolve", "versions", "set_alias", "download", "register"],
)
def test_a_registry_that_is_away_says_so(
    away: ModelRegistry, call: Callable[[ModelRegistry, Path], object], tmp_path: Path
) -> None:
    with pytest.raises(Unavailable) as raised:
        call(away, tmp_path / "down")
    assert raised.value.dependency == "registry"


def test_bootstrap_makes_the_shipped_model_champion_once(registry: ModelRegistry, shipped: Bundle) -> None:
    assert bootstrap(registry, shipped) == "1"
    assert bootstrap(registry, shipped) == "1"
    assert registry.resolve(CHAMPION) == "1"
    assert len(registry.versions()) == 1


def test_bootstrap_finishes_what_another_began(registry: ModelRegistry, shipped: Bundle) -> None:
    # One stopped between registering and naming the champion; another registered at the same moment.
    registry.register(shipped)
    registry.register(shipped)
    assert bootstrap(registry, shipped) == "1"
    assert registry.resolve(CHAMPION) == "1"


def test_bootstrap_leaves_a_champion_alone(registry: ModelRegistry, shipped: Bundle, other: Bundle) -> None:
    registry.set_alias(CHAMPION, registry.register(other))
    assert bootstrap(registry, shipped) == "1"
    assert [version.digest for version in registry.versions()] == [other.digest]


def test_bootstrap_replaces_a_shipped_model_that_nothing_can_serve_any_more(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.bootstrap.FORMERLY_SHIPPED", frozenset({other.digest}))
    registry.set_alias(CHAMPION, registry.register(other))
    assert bootstrap(registry, shipped) == "2"
    assert bootstrap(registry, shipped) == "2"
    assert registry.resolve(CHAMPION) == "2"


def test_a_trained_model_becomes_the_challenger_with_its_evidence(
    registry: ModelRegistry, shipped: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "roc.svg").write_text("<svg/>")
    bootstrap(registry, shipped)
    number = register(Outcome(shipped, [], tmp_path), registry)
    assert registry.resolve(CHALLENGER) == number == "2"
    assert registry.resolve(CHAMPION) == "1"


def test_the_run_of_a_trained_model_shows_figures_plots_card_and_origin(
    mlflow_url: str, shipped: Bundle, tmp_path: Path
) -> None:
    from mlflow import MlflowClient

    (tmp_path / "roc.svg").write_text("<svg/>")
    name = f"model-{uuid4().hex[:8]}"
    number = MlflowRegistry(mlflow_url, name).register(shipped, tmp_path)
    client = MlflowClient(mlflow_url, mlflow_url)
    run = client.get_run(client.get_model_version(name, number).run_id)
    assert run.data.params["dataset_sha256"] == shipped.training["dataset_sha256"]
    assert run.data.params["code"] == shipped.training["code"]
    auc = shipped.figures["corpora"]["minsk2020_als"]["all"]["auc"]["value"]
    assert run.data.metrics["corpora.minsk2020_als.all.auc.value"] == auc
    assert [file.path for file in client.list_artifacts(run.info.run_id, "evidence")] == ["evidence/roc.svg"]


def test_the_run_of_a_version_with_a_backbone_names_it(mlflow_url: str, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    name = f"model-{uuid4().hex[:8]}"
    number = MlflowRegistry(mlflow_url, name).register(embedding_model(tmp_path))
    client = MlflowClient(mlflow_url, mlflow_url)
    run = client.get_run(client.get_model_version(name, number).run_id)
    assert (run.data.params["embedding.backbone"], run.data.params["embedding.source"]) == ("wav2vec2", "tiny")


def test_bootstrap_does_not_choose_among_versions_of_others(
    registry: ModelRegistry, shipped: Bundle, other: Bundle
) -> None:
    registry.register(other)
    with pytest.raises(ForeignVersions):
        bootstrap(registry, shipped)
    assert registry.resolve(CHAMPION) is None
