"""Every model registry keeps the same promises."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from registry import bundle
from registry.bootstrap import bootstrap
from registry.bundle import SHIPPED, Bundle
from registry.golden import golden_clip
from registry.onnx_scorer import OnnxScorer
from registry.pin import NotThePinnedModel
from registry.promotion import promote
from registry.training.pipeline import Outcome
from registry.training.registration import register
from registry.versions import CHALLENGER, CHAMPION, PREVIOUS, MemoryRegistry, MlflowRegistry, ModelRegistry
from registry.versions.base import LONGEST_DESCRIPTION
from speechscan.cli.local_model import open_bundle
from speechscan.domain.result import ModelRef
from speechscan.errors import InvalidRequest, Unavailable
from speechscan.ledger import MemoryLedger
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from speechscan.storage.base import card_key, metadata_key
from tests.conftest import free_port
from tests.embedding_model import embedding_model
from tests.versions import passed, variant

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
    return variant(tmp_path)


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
    with pytest.raises(LookupError):
        registry.tag("7", {"gate": "pass"})
    with pytest.raises(LookupError):
        registry.describe("7", "a text")
    with pytest.raises(LookupError):
        registry.attach("7", bundle.SHIPPED / bundle.CARD, "gate")


def test_aliases_and_their_removal(registry: ModelRegistry, shipped: Bundle) -> None:
    assert registry.aliases() == {}
    registry.delete_alias(PREVIOUS)
    first, second = registry.register(shipped), registry.register(shipped)
    registry.set_alias(CHAMPION, second)
    registry.set_alias(PREVIOUS, first)
    assert registry.aliases() == {CHAMPION: second, PREVIOUS: first}
    registry.delete_alias(PREVIOUS)
    registry.delete_alias(PREVIOUS)
    assert registry.aliases() == {CHAMPION: second}


def test_tags_are_added_and_replaced_one_by_one(registry: ModelRegistry, shipped: Bundle) -> None:
    number = registry.register(shipped)
    registry.tag(number, {"gate": "fail", "policy": "a" * 64})
    registry.tag(number, {"gate": "pass", "empty": ""})
    (version,) = registry.versions()
    assert {name: version.tags[name] for name in ("gate", "policy", "empty")} == {
        "gate": "pass", "policy": "a" * 64, "empty": "",
    }  # fmt: skip
    assert version.digest == shipped.digest


def test_a_description_is_replaced_and_shortened_at_a_paragraph(registry: ModelRegistry, shipped: Bundle) -> None:
    number = registry.register(shipped)
    registry.describe(number, "Did not pass: too few speakers to tell.")
    assert registry.versions()[0].description == "Did not pass: too few speakers to tell."
    paragraphs = "\n\n".join(f"Reason {n}. " + "x" * 400 for n in range(30))
    registry.describe(number, paragraphs)
    shown = registry.versions()[0].description
    assert LONGEST_DESCRIPTION - 500 < len(shown) <= LONGEST_DESCRIPTION
    whole, _, rest = shown.rpartition("\n\n")
    assert paragraphs.startswith(whole + "\n\n")
    assert "left out" in rest


def test_one_long_paragraph_is_cut(registry: ModelRegistry, shipped: Bundle) -> None:
    number = registry.register(shipped)
    registry.describe(number, "y" * 20_000)
    shown = registry.versions()[0].description
    assert LONGEST_DESCRIPTION - 10 < len(shown) <= LONGEST_DESCRIPTION
    assert shown.startswith("yyyy")


def test_what_is_attached_stays_beside_the_version(registry: ModelRegistry, shipped: Bundle, tmp_path: Path) -> None:
    (tmp_path / "report" / "plots").mkdir(parents=True)
    (tmp_path / "report" / "plots" / "roc.svg").write_text("<svg/>")
    (tmp_path / "report" / "report.json").write_text("{}")
    (tmp_path / "note.txt").write_text("before")
    number = registry.register(shipped)
    registry.attach(number, tmp_path / "report", "gate")
    registry.attach(number, tmp_path / "note.txt", "gate")
    (tmp_path / "note.txt").write_text("after")
    registry.attach(number, tmp_path / "note.txt", "gate")
    assert _attached(registry, number, tmp_path / "back") == {
        "gate/report/plots/roc.svg": b"<svg/>", "gate/report/report.json": b"{}", "gate/note.txt": b"after",
    }  # fmt: skip


def _attached(registry: ModelRegistry, number: str, folder: Path) -> dict[str, bytes]:
    if isinstance(registry, MemoryRegistry):
        return registry.attached(number)
    from mlflow import MlflowClient

    folder.mkdir()
    url = registry._url  # type: ignore[attr-defined]
    client = MlflowClient(url, url)
    client.download_artifacts(client.get_model_version(registry.name, number).run_id, "gate", str(folder))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "call",
    [
        lambda registry, _: registry.resolve(CHAMPION),
        lambda registry, _: registry.versions(),
        lambda registry, _: registry.aliases(),
        lambda registry, _: registry.set_alias(CHAMPION, "1"),
        lambda registry, _: registry.delete_alias(CHAMPION),
        lambda registry, _: registry.tag("1", {"gate": "pass"}),
        lambda registry, _: registry.describe("1", "a text"),
        lambda registry, _: registry.attach("1", SHIPPED / bundle.CARD, "gate"),
        lambda registry, folder: registry.download("1", folder),
        lambda registry, _: registry.register(bundle.read(SHIPPED)),
    ],
    ids=[
        "resolve",
        "versions",
        "aliases",
        "set_alias",
        "delete_alias",
        "tag",
        "describe",
        "attach",
        "download",
        "register",
    ],
)
def test_a_registry_that_is_away_says_so(
    away: ModelRegistry, call: Callable[[ModelRegistry, Path], object], tmp_path: Path
) -> None:
    with pytest.raises(Unavailable) as raised:
        call(away, tmp_path / "down")
    assert raised.value.dependency == "registry"
    assert "HTTPConnectionPool" not in raised.value.detail


@dataclass
class Books:
    """What a bootstrap writes into beside the registry."""

    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    store: MemoryStore = field(default_factory=MemoryStore)

    def bootstrap(self, registry: ModelRegistry, shipped: Bundle) -> str:
        return bootstrap(registry, shipped, self.ledger, self.store)

    def told(self, registry: ModelRegistry) -> list[tuple[str, str, str]]:
        return [(entry.event.value, entry.version, entry.digest) for entry in self.ledger.history(registry.name)]


@pytest.fixture
def books() -> Books:
    return Books()


def test_bootstrap_makes_the_shipped_model_champion_once(
    registry: ModelRegistry, shipped: Bundle, books: Books
) -> None:
    assert books.bootstrap(registry, shipped) == "1"
    assert books.bootstrap(registry, shipped) == "1"
    assert registry.aliases() == {CHAMPION: "1"}
    assert len(registry.versions()) == 1
    assert books.told(registry) == [("bootstrap", "1", shipped.digest)]
    assert books.store.get(card_key(shipped.digest)).decode() == shipped.card
    assert hashlib.sha256(books.store.get(metadata_key(shipped.digest))).hexdigest() == shipped.digest


def test_bootstrap_finishes_what_another_began(registry: ModelRegistry, shipped: Bundle, books: Books) -> None:
    # One stopped between registering and naming the champion; another registered at the same moment.
    registry.register(shipped)
    registry.register(shipped)
    assert books.bootstrap(registry, shipped) == "1"
    assert registry.resolve(CHAMPION) == "1"
    # Stopped after the ledger's entry.
    registry.delete_alias(CHAMPION)
    assert books.bootstrap(registry, shipped) == "1"
    assert registry.resolve(CHAMPION) == "1"
    assert len(books.told(registry)) == 1


def test_bootstrap_leaves_a_champion_of_the_ledger_alone(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, books: Books
) -> None:
    books.bootstrap(registry, shipped)
    number = registry.register(other)
    passed(books.ledger, registry.name, number, other.digest)
    promote(registry, books.ledger, number, other.digest, "ada")
    before = books.told(registry)
    assert books.bootstrap(registry, shipped) == number
    assert registry.resolve(CHAMPION) == number
    assert books.told(registry) == before


def test_a_database_from_before_the_ledger_keeps_a_champion_that_was_shipped(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.set_alias(CHAMPION, registry.register(other))
    monkeypatch.setattr("registry.pin.FORMERLY_SHIPPED", frozenset({other.digest}))
    assert books.bootstrap(registry, shipped) == "1"
    assert registry.aliases() == {CHAMPION: "1"}
    assert books.told(registry) == [("bootstrap", "1", other.digest)]
    assert books.store.get(card_key(other.digest)).decode() == other.card


def test_a_champion_from_before_the_ledger_that_never_passed_keeps_its_alias_and_does_not_serve(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, books: Books
) -> None:
    registry.set_alias(CHAMPION, registry.register(other))
    assert books.bootstrap(registry, shipped) == "2"
    assert registry.resolve(CHAMPION) == "1"
    assert books.told(registry) == [("bootstrap", "2", shipped.digest)]


def test_bootstrap_replaces_a_shipped_model_that_nothing_can_serve_any_more(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.pin.NO_LONGER_SERVED", frozenset({other.digest}))
    registry.set_alias(CHAMPION, registry.register(other))
    assert books.bootstrap(registry, shipped) == "2"
    assert books.bootstrap(registry, shipped) == "2"
    assert registry.resolve(CHAMPION) == "2"
    assert books.told(registry) == [("bootstrap", "2", shipped.digest)]


def test_among_versions_of_others_the_shipped_one_is_champion_since_nothing_else_is_cleared(
    registry: ModelRegistry, shipped: Bundle, other: Bundle, books: Books
) -> None:
    registry.register(other)
    assert books.bootstrap(registry, shipped) == "2"
    assert registry.resolve(CHAMPION) == "2"


def test_a_version_that_bears_the_shipped_models_tag_only_is_not_bootstrapped(
    shipped: Bundle, other: Bundle, books: Books
) -> None:
    registry = MemoryRegistry()
    registry.register(shipped)
    registry.files("1")[bundle.METADATA] = (other.folder / bundle.METADATA).read_bytes()
    assert books.bootstrap(registry, shipped) == "2"
    assert books.told(registry) == [("bootstrap", "2", shipped.digest)]


def test_files_in_the_shipped_models_place_are_refused(registry: ModelRegistry, other: Bundle, books: Books) -> None:
    with pytest.raises(NotThePinnedModel):
        books.bootstrap(registry, other)
    assert registry.versions() == []


def test_a_trained_model_becomes_the_challenger_with_its_evidence(
    registry: ModelRegistry, shipped: Bundle, books: Books, tmp_path: Path
) -> None:
    (tmp_path / "roc.svg").write_text("<svg/>")
    books.bootstrap(registry, shipped)
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
    kept_out = shipped.training["held_out_speakers"]
    assert float(run.data.params["held_out_speakers"]) == len(kept_out)
    assert not [value for value in run.data.params.values() if any(speaker in value for speaker in kept_out)]
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


def test_a_version_of_another_tool_has_nothing_to_download(mlflow_url: str, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    client, name = MlflowClient(mlflow_url, mlflow_url), f"model-{uuid4().hex[:8]}"
    client.create_registered_model(name)
    run = client.create_run("0")
    client.log_text(run.info.run_id, "not a model", "note.txt")
    number = client.create_model_version(name, source=run.info.artifact_uri, run_id=run.info.run_id).version
    with pytest.raises(LookupError, match="extra_files"):
        MlflowRegistry(mlflow_url, name).download(str(number), tmp_path)
    for version, said in ((number, "another tool has registered it"), (int(number) + 1, "MLflow has no version 2")):
        with (
            pytest.raises(InvalidRequest, match=said),
            open_bundle(f"models:/{name}/{version}", Settings(mlflow_url=mlflow_url)),
        ):
            pass
