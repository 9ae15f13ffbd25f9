"""The whole gate on models that were trained on a simulated cohort, without a stack: by the command, from folders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from registry.training import foreign, hearing, pipeline
from registry.training.request import Effort, Request
from regression.gate import policy
from regression.gate.report import keeping
from regression.phantoms.cohort import SOUND, Flaws, cohort
from regression.phantoms.cohort_folder import write
from speechscan.cli.app import app
from tests.docs.places import Place, place_of
from tests.docs.snippets import commands
from tests.integration.terminal import Terminal

EFFORT = Effort(repeats=1, permutations=1, replicates=20)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module", autouse=True)
def few_sounds() -> Iterator[None]:
    """The sounds that a model was not made for are many, and other tests look at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign, "_COPIES", 1)
        patch.setattr(foreign, "_SECONDS", 1)
        patch.setattr(hearing, "_NOISE_DB", (40,))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gate")


def trained(folder: Path, name: str, flaws: Flaws) -> Path:
    """The voices are the same whatever the labels, so they are measured once."""
    data = folder / f"{name}-data"
    for _ in write(data, cohort(60, seed=1, flaws=flaws)):
        pass
    request = Request(data / "manifest.csv", folder / name, effort=EFFORT, cache=folder / "cache", held_out=None)
    pipeline.train(replace(request, skip_bad=False))
    return folder / name


@pytest.fixture(scope="module")
def good(folder: Path) -> Path:
    return trained(folder, "good", SOUND)


@pytest.fixture(scope="module")
def spoilt(folder: Path) -> Path:
    return trained(folder, "spoilt", Flaws(label_noise=0.4))


@pytest.fixture(scope="module")
def clinic(folder: Path) -> Path:
    """Speakers that neither model knows."""
    for _ in write(folder / "clinic", cohort(80, seed=2)):
        pass
    return folder / "clinic"


@pytest.fixture(scope="module")
def quick(folder: Path) -> Path:
    """The shipped policy with smaller samples, and without a limit on times."""
    document = yaml.safe_load(policy.FILE.read_text())
    document["behaviour"]["clips"] = document["served"]["clips"] = 10
    document["cost"] |= {"clips": 3, "slower": 1000.0}
    path = folder / "policy.yaml"
    path.write_text(yaml.safe_dump(document))
    return path


def regress(folder: Path, quick: Path, *options: str | Path) -> tuple[int, dict]:
    arguments = ["regress", "--policy", quick, "--out", folder / "report", "--data-dir", folder, *options]
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


def outcomes(told: dict) -> dict[str, str]:
    return {check["name"]: check["outcome"] for check in told["checks"]}


def test_a_better_model_passes_every_check(folder: Path, quick: Path, good: Path, spoilt: Path, clinic: Path) -> None:
    code, told = regress(folder, quick, "--challenger", good, "--champion", spoilt, "--reference", clinic)
    assert (code, set(outcomes(told).values())) == (0, {"pass"}), told["reasons"]
    assert told["references"][0]["dysarthric_speakers"] == 40
    assert "passed every check" in (folder / "report" / "report.html").read_text()


def test_a_spoilt_model_fails_by_its_accuracy(
    folder: Path, quick: Path, good: Path, spoilt: Path, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed as how-to-read-a-gate-report.md has it, and with the exit status that it tells."""
    (command,) = (one for one in commands() if place_of(one) is Place.GATE)
    for name, made in {"old": good, "new": spoilt, "judges": clinic}.items():
        (folder / name).symlink_to(made)
    monkeypatch.setattr(policy, "read", partial(policy.read, quick))
    ended = Terminal(folder, {}, {}).type(command.plain)
    told = json.loads((folder / "report" / keeping.DOCUMENT).read_text())
    assert (ended.status, outcomes(told)["accuracy"]) == (1, "fail"), ended
    assert any(reason.startswith("Accuracy on judges@1: The AUC went from") for reason in told["reasons"])


def test_a_set_that_was_trained_on_cannot_judge(folder: Path, quick: Path, good: Path) -> None:
    own = folder / "good-data"
    options = ("--challenger", good, "--champion", good, "--reference", own, "--no-service")
    code, told = regress(folder, quick, *options)
    assert (code, outcomes(told)["accuracy"]) == (2, "inconclusive")
    assert "has trained on 60 of the set's speakers" in told["references"][0]["refused"]
