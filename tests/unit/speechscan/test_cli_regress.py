"""`speechscan regress --golden`: without a server for the shipped model, with a store in memory for others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registry.bundle import SHIPPED
from regression.gate.policy import FILE
from regression.golden import shelf
from regression.phantoms import CATALOGUE
from regression.references.store import ReferenceStore
from speechscan.cli.app import app
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.storage import MemoryStore
from tests.cohorts import cohort_folder

FEW = dict(list(CATALOGUE.items())[::12])


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPEECHSCAN_DATA_DIR", str(tmp_path))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from regression.references import phantoms

    whole = phantoms.phantom_reference()
    some = replace(whole, clips=tuple(clip for clip in whole.clips if clip.phantom in FEW))
    monkeypatch.setattr(phantoms, "phantom_reference", lambda: some)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["regress", *map(str, arguments)])


def test_the_shipped_model_on_the_phantoms_is_equal() -> None:
    done = run("--golden", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["exit_code"], told["references"][0]["golden"]["compared"]) == (0, len(CATALOGUE))


@pytest.mark.usefixtures("few")
def test_a_score_that_moved_is_shown_with_what_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = json.loads(shelf.SHIPPED_PHANTOMS.read_text())
    stored["scores"] = [score for score in stored["scores"] if score["clip"] in FEW]
    stored["scores"][0]["probability"] += 0.01
    stored["environment"]["packages"]["numpy"] = "1.0"
    (moved := tmp_path / "golden.json").write_text(json.dumps(stored))
    monkeypatch.setattr(shelf.GoldenFile, "__init__", lambda self: object.__setattr__(self, "path", moved))
    done = run("--golden")
    assert done.exit_code == 1, done.output
    assert "1 of 4 clips differ" in done.stdout
    assert next(iter(FEW)) in done.stdout
    assert "numpy: 1.0 ->" in done.stdout
    assert run("--golden", "--tolerance", 0.02).exit_code == 0
    assert run("--golden", "--write").exit_code == 0
    assert run("--golden").exit_code == 0


@pytest.mark.usefixtures("few")
def test_another_model_has_its_golden_scores_in_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    objects = MemoryStore()
    monkeypatch.setattr("speechscan.storage.S3Store", lambda settings: objects)
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    unknown = run("--golden", "--model", folder)
    assert unknown.exit_code == 2, unknown.output
    assert "there are no golden scores" in unknown.stdout
    assert run("--golden", "--model", folder, "--write").exit_code == 0
    assert len(objects.objects) == 1
    assert run("--golden", "--model", folder, "--reference", "phantoms").exit_code == 0


def test_of_a_clinical_set_it_says_how_good_the_version_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    objects = MemoryStore()
    monkeypatch.setattr("speechscan.storage.S3Store", lambda settings: objects)
    ReferenceStore(objects).add("clinic", cohort_folder(tmp_path / "cohort", 8, seed=3) / "manifest.csv")
    (policy := tmp_path / "policy.yaml").write_text(FILE.read_text().replace("least_speakers: 10", "least_speakers: 3"))
    asked = ("--golden", "--reference", "clinic", "--policy", policy)
    assert run(*asked).exit_code == 2
    written = run(*asked, "--write", "--json")
    assert written.exit_code == 0, written.output
    told = json.loads(written.stdout)
    (decided,) = [f for f in told["references"][0]["figures"] if (f["subgroup"], f["figure"]) == ("all", "decided")]
    assert (decided["healthy"]["speakers"], decided["dysarthric"]["speakers"]) == (4, 4)
    assert 0 <= decided["bounds"]["low"] <= decided["bounds"]["value"] <= decided["bounds"]["high"] <= 1
    assert told["disclaimer"] == DISCLAIMER
    shown = run(*asked)
    assert shown.exit_code == 0, shown.output
    assert "How good it is on clinic@1" in shown.stdout
    assert "4 + 4" in shown.stdout
    assert DISCLAIMER in shown.stdout
    assert "too few" in run(*asked[:-2]).stdout


def test_it_says_what_to_give() -> None:
    done = run()
    assert done.exit_code == 3
    assert "--golden" in done.stderr
