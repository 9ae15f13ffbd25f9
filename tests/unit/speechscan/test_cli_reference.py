"""`speechscan reference` on a store in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.data.fingerprint import speaker_key
from regression.phantoms import CATALOGUE
from regression.phantoms.cohort import CORPUS
from regression.references.errors import NoReference, Overlapping
from speechscan.cli import reference_adding
from speechscan.cli.app import app
from speechscan.errors import InvalidRequest, Unavailable
from speechscan.storage import MemoryStore
from tests.cohorts import cohort_folder

SPEAKER = "synthetic-3-0001"


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cohort_folder(tmp_path_factory.mktemp("cohort"), 4, seed=3)


@pytest.fixture(autouse=True)
def objects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MemoryStore]:
    store = MemoryStore()
    monkeypatch.setattr("speechscan.storage.S3Store", lambda settings: store)
    monkeypatch.setattr(reference_adding, "_in_use", lambda settings: [])
    monkeypatch.setenv("SPEECHSCAN_DATA_DIR", str(tmp_path))
    return store


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return bundle.read(SHIPPED)


def told(bundle_: Bundle, heard: dict[str, list[str]] | None) -> Bundle:
    training = {name: value for name, value in bundle_.training.items() if name != "heard"}
    return replace(bundle_, training=training if heard is None else {**training, "heard": heard})


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["reference", *map(str, arguments)])


def test_a_set_is_added_listed_shown_and_retired(clips: Path) -> None:
    added = run("add", "cohort", "--manifest", clips / "manifest.csv", "--audio", clips)
    assert added.exit_code == 0, added.output
    assert "cohort@1: clinical, 4 speakers, 8 clips" in added.stdout
    listed = json.loads(run("list", "--json").stdout)
    assert [(one["name"], one["version"], one["clips"], one["speakers"]) for one in listed] == [
        ("phantoms", 1, len(CATALOGUE), len(CATALOGUE)),
        ("cohort", 1, 8, 4),
    ]
    assert "cohort" in run("list").stdout
    shown = json.loads(run("show", "cohort", "--json").stdout)
    assert shown["sha256"] == listed[1]["sha256"]
    assert {clip["speaker"] for clip in shown["clips"]} >= {SPEAKER}
    assert "sustained_vowel_a" in run("show", "cohort").stdout
    assert run("retire", "cohort").exit_code == 0
    assert isinstance(run("show", "cohort").exception, NoReference)
    assert "retired" in run("show", "cohort", "--version", 1).stdout


def test_the_phantoms_are_shown_without_a_store(objects: MemoryStore) -> None:
    objects.away = True
    assert "phantoms@1: phantoms" in run("show", "phantoms").stdout
    assert isinstance(run("list").exception, Unavailable)


@pytest.mark.parametrize("address", [None, "models:/speechscan/4"])
def test_speakers_whom_a_version_in_use_knows_are_refused(
    clips: Path, shipped: Bundle, objects: MemoryStore, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    known = told(shipped, {"speakers": [speaker_key(CORPUS, SPEAKER)], "audio": []})
    _versions(monkeypatch, {address: known, None: known if address is None else shipped})
    if address:
        monkeypatch.setattr(reference_adding, "_in_use", lambda settings: [address])
    refused = run("add", "cohort", "--manifest", clips)
    assert isinstance(refused.exception, Overlapping)
    assert f"has trained on 1 of the set's speakers ({SPEAKER})" in refused.exception.detail
    assert not objects.objects


def test_a_version_that_cannot_be_checked_is_a_warning(
    clips: Path, shipped: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    _versions(monkeypatch, {None: shipped, "there": told(shipped, None)})
    added = run("add", "cohort", "--manifest", clips, "--against", "there")
    assert added.exit_code == 0, added.output
    assert "does not say what it has trained on" in added.stderr


def test_a_challenger_of_another_tool_keeps_no_set_out(
    clips: Path, shipped: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    _versions(monkeypatch, {None: shipped})
    monkeypatch.setattr(reference_adding, "_in_use", lambda _: ["models:/speechscan/3"])
    added = run("add", "cohort", "--manifest", clips)
    assert added.exit_code == 0, added.output
    assert "Version 3 is another's. It could not be asked what it has trained on." in added.stderr
    asked_for = run("add", "second", "--manifest", clips, "--against", "models:/speechscan/3")
    assert isinstance(asked_for.exception, InvalidRequest)


def test_without_mlflow_it_is_said_who_was_not_asked(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> list[str]:
        raise Unavailable("registry", "The model registry cannot be reached.")

    monkeypatch.setattr(reference_adding, "_in_use", away)
    added = run("add", "cohort", "--manifest", clips)
    assert added.exit_code == 0, added.output
    assert "Champion and challenger could not be asked" in added.stderr


def _versions(monkeypatch: pytest.MonkeyPatch, by_address: dict[str | None, Bundle]) -> None:
    from contextlib import contextmanager

    from speechscan.domain.result import ModelRef

    @contextmanager
    def opened(address: str | None, settings: object) -> Iterator[tuple[Bundle, ModelRef]]:
        if address not in by_address:
            raise InvalidRequest("Version 3 is another's.")
        yield by_address[address], ModelRef("speechscan", "4")

    monkeypatch.setattr(reference_adding, "open_bundle", opened)
