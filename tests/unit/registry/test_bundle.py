"""The folder of a model version, and the one that the repository ships."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from registry import bundle, profile
from registry.bundle import SHIPPED, BadBundle, Bundle
from registry.training import card


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "model")


def test_the_shipped_model_is_whole_and_small(shipped: Bundle) -> None:
    assert sum((SHIPPED / name).stat().st_size for name in bundle.FILES) < 300_000
    # The profile is of its training clips, which drift is measured against, and no part of the model.
    assert {path.name for path in SHIPPED.iterdir()} == {*bundle.FILES, profile.FILE}
    assert 0 < shipped.policy.abstain_low < shipped.policy.threshold < shipped.policy.abstain_high < 1


def test_the_shipped_graph_names_no_path_of_the_machine_that_made_it() -> None:
    assert not re.search(rb"site-packages|\.py\b|/home/|/tmp/", (SHIPPED / bundle.GRAPH).read_bytes())


def test_the_card_says_what_the_metadata_says(shipped: Bundle) -> None:
    assert shipped.card == card.written(json.loads((SHIPPED / bundle.METADATA).read_text()))


def test_the_card_names_data_and_licences(shipped: Bundle) -> None:
    for needed in ("GPL-3.0", "MPL-2.0", "CC-BY-SA-4.0", "Minsk2020", "not a medical device"):
        assert needed in shipped.card


@pytest.mark.parametrize("name", [bundle.GRAPH, bundle.WEIGHTS])
def test_a_changed_file_is_noticed(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(BadBundle, match=name):
        bundle.read(copy)


@pytest.mark.parametrize("name", [bundle.GRAPH, bundle.WEIGHTS, bundle.METADATA])
def test_a_missing_file_is_noticed(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BadBundle):
        bundle.read(copy)


@pytest.mark.parametrize(
    "change",
    [{"schema": 99}, {"policy": {"threshold": 0.9, "abstain_low": 0.95, "abstain_high": 1.0}}, {"golden": {}}],
)
def test_metadata_that_make_no_sense_are_refused(copy: Path, change: dict[str, object]) -> None:
    metadata = json.loads((copy / bundle.METADATA).read_text())
    (copy / bundle.METADATA).write_text(json.dumps({**metadata, **change}))
    with pytest.raises(BadBundle):
        bundle.read(copy)


def test_another_policy_is_another_digest(copy: Path, shipped: Bundle) -> None:
    metadata = json.loads((copy / bundle.METADATA).read_text())
    metadata["policy"]["min_speech_s"] = 0.6
    (copy / bundle.METADATA).write_text(json.dumps(metadata))
    assert bundle.read(copy).digest != shipped.digest
