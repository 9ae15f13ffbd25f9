"""The policy file: what it must say, and what it must not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import get_args

import pytest
import yaml

from registry.measures.measurement import NAMES
from regression.gate import policy
from regression.gate.behaviour.alterations import ALTERATIONS
from regression.gate.checks.behaviour import TOLD
from regression.gate.policy import BadPolicy
from regression.phantoms import CATALOGUE
from regression.phantoms.expected import expected


def changed(tmp_path: Path, section: str, **values: object) -> Path:
    document = yaml.safe_load(policy.FILE.read_text())
    document[section] = {**document[section], **values} if isinstance(document.get(section), dict) else values
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(document))
    return path


def test_the_shipped_policy_is_sound_and_known_by_its_hash() -> None:
    found = policy.read()
    assert found.version == 1
    assert found.sha256 == hashlib.sha256(policy.FILE.read_bytes()).hexdigest()
    assert "sha256" not in found.model_dump()


def test_every_alteration_and_every_known_measurement_is_judged() -> None:
    found = policy.read()
    assert set(found.behaviour.alterations) == set(ALTERATIONS) == set(get_args(policy.Altered)) == set(TOLD)
    known = {name for phantom in CATALOGUE for name in expected(phantom)}
    assert set(found.phantoms.tolerances) == known == set(get_args(policy.Known))
    assert known <= set(NAMES)


@pytest.mark.parametrize(
    ("section", "values", "words"),
    [
        ("accuracy", {"margin_auc": 0.0}, "accuracy.margin_auc"),
        ("accuracy", {"margin": 0.1}, "accuracy.margin: Extra inputs"),
        ("subgroups", {"dimensions": ["shoe size"]}, "subgroups.dimensions"),
        ("subgroups", {"snr_db": [30, 15]}, "snr_db must rise"),
        ("behaviour", {"alterations": {"echo": {"median": 0, "p95": 0, "opposite": 0}}}, "echo"),
        ("phantoms", {"tolerances": {"shoe_size": {"relative": 0.1}}}, "shoe_size"),
        ("cost", {"slower": 0.5}, "cost.slower"),
        ("champion", {"least": {"auc": 0.7}}, "champion.least.sensitivity: Field required"),
        ("champion", {"least": {"auc": 70, "sensitivity": 0.6, "specificity": 0.6}}, "champion.least.auc"),
        (
            "champion",
            {"least": {"auc": 0.7, "sensitivity": 0, "specificity": 0, "decided": 1}},
            "decided: Extra inputs",
        ),
        ("shortcut", {"auc_limit": 0.4}, "shortcut.auc_limit"),
        ("weather", {"sunny": True}, "weather"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    tmp_path: Path, section: str, values: dict[str, object], words: str
) -> None:
    with pytest.raises(BadPolicy, match=words):
        policy.read(changed(tmp_path, section, **values))


@pytest.mark.parametrize(
    ("text", "words"), [("- a\n- b\n", "no sections"), ("a: [", "not YAML"), ("version: 1", "accuracy")]
)
def test_what_is_no_policy_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(text)
    with pytest.raises(BadPolicy, match=words):
        policy.read(path)


def test_a_policy_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(policy.FILE.read_text().replace("version: 1", "version: 2"))
    with pytest.raises(BadPolicy, match="version"):
        policy.read(path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadPolicy, match="cannot be read: No such file"):
        policy.read(tmp_path / "none.yaml")


def test_a_tolerance_grows_with_the_truth() -> None:
    assert policy.Tolerance(relative=0.1, absolute=2.0).around(-50.0) == 7.0
