"""Training profiles: numbers without names, and only beside the model that they are of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pytest

from registry import bundle, profile, profiles
from registry.bundle import Bundle
from registry.measures.measurement import NAMES
from registry.profile import BadProfile, Profile
from registry.profiles import NoProfile
from registry.versions import MemoryRegistry
from speechscan.domain.quality import Quality

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = bundle.SHIPPED / profile.FILE


@pytest.fixture
def other(tmp_path: Path) -> Bundle:
    folder = shutil.copytree(bundle.SHIPPED, tmp_path / "other")
    metadata = json.loads((folder / bundle.METADATA).read_text())
    metadata["policy"]["min_speech_s"] = 0.7
    (folder / bundle.METADATA).write_text(json.dumps(metadata))
    return bundle.read(folder)


def test_the_shipped_profile_is_of_the_shipped_model(shipped: Bundle) -> None:
    found = profile.read(SHIPPED)
    assert found.digest == shipped.digest, "make it anew: python -m registry.training.profiling --data FOLDER"
    assert len(found.clips) == shipped.training["clips"]
    assert len({clip.person for clip in found.clips}) == shipped.training["speakers"]
    decided = Counter(clip.status != "inconclusive" for clip in found.clips)[True] / len(found.clips)
    unfamiliar = sum(clip.familiar is False for clip in found.clips) / len(found.clips)
    assert unfamiliar == pytest.approx(shipped.figures["unfamiliar_in_training"], abs=0.001)
    assert all(clip.familiar or clip.status == "inconclusive" for clip in found.clips)
    assert decided == pytest.approx(shipped.figures["corpora"]["minsk2020_als"]["all"]["decided"]["value"], abs=0.001)


@pytest.mark.skipif("SPEECHSCAN_VOICE_DATA" not in os.environ, reason="SPEECHSCAN_VOICE_DATA names no labelled voices")
def test_the_command_of_the_document_makes_it_again(tmp_path: Path) -> None:
    """As docs/drift.md has it, in a copy: it writes beside the shipped model."""
    for room in ("registry", "speechscan"):
        shutil.copytree(ROOT / room, tmp_path / room)
    command = [sys.executable, "-m", "registry.training.profiling", "--data", os.environ["SPEECHSCAN_VOICE_DATA"]]
    copied = tmp_path / SHIPPED.relative_to(ROOT)
    copied.unlink()

    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)

    assert ended.returncode == 0, ended.stderr
    made, shipped = profile.read(copied), profile.read(SHIPPED)
    assert made.digest == shipped.digest
    # Another processor rounds the last digits otherwise.
    assert [one.probability for one in made.clips] == pytest.approx(
        [one.probability for one in shipped.clips], abs=1e-4
    )
    assert Counter(one.status for one in made.clips) == Counter(one.status for one in shipped.clips)


def test_it_holds_numbers_and_no_names(shipped: Bundle) -> None:
    rows = json.loads(SHIPPED.read_text())["clips"]
    texts = {value for row in rows for value in row.values() if isinstance(value, str)}
    assert texts == {"healthy", "dysarthric", "inconclusive", "minsk2020_als", "sustained_vowel_a", "sustained_vowel_i"}
    assert {name for row in rows for name in row["measurements"]} <= set(NAMES)
    assert {name for row in rows for name in row["quality"]} == {field.name for field in fields(Quality)}
    assert [row["probability"] for row in rows] == sorted(row["probability"] for row in rows)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    found = profile.read(SHIPPED)
    profile.write(tmp_path / "again.json", found)
    assert profile.read(tmp_path / "again.json") == found


def test_a_profile_from_before_familiarity_was_noted_is_read(tmp_path: Path) -> None:
    told = json.loads(SHIPPED.read_text())
    for clip in told["clips"]:
        del clip["familiar"]
    (tmp_path / "old.json").write_text(json.dumps(told))
    assert {clip.familiar for clip in profile.read(tmp_path / "old.json").clips} == {None}


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 9}', '{"schema": 1, "digest": "x", "clips": [{"person": 0}]}'])
def test_what_is_no_profile_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(BadProfile):
        profile.read(tmp_path / "p.json")


def test_the_profile_of_a_version_is_found(shipped: Bundle, other: Bundle, tmp_path: Path) -> None:
    registry = MemoryRegistry()
    own = Profile(other.digest, profile.read(SHIPPED).clips[:3])
    (tmp_path / "evidence").mkdir()
    profile.write(tmp_path / "evidence" / profile.FILE, own)
    first, second = registry.register(shipped), registry.register(other, tmp_path / "evidence")
    assert profiles.of_version(registry, first, tmp_path / "a").digest == shipped.digest
    assert profiles.of_version(registry, second, tmp_path / "b") == own


@pytest.mark.parametrize(
    ("kept", "said"), [(None, "has no training profile"), ("{", "cannot be used"), ("foreign", "of another model")]
)
def test_a_profile_that_does_not_fit_is_a_sentence(
    kept: str | None, said: str, shipped: Bundle, other: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "evidence").mkdir()
    if kept == "foreign":
        profile.write(tmp_path / "evidence" / profile.FILE, replace(profile.read(SHIPPED), digest="0" * 64))
    elif kept:
        (tmp_path / "evidence" / profile.FILE).write_text(kept)
    registry = MemoryRegistry()
    registry.register(other, tmp_path / "evidence")
    with pytest.raises(NoProfile, match=said):
        profiles.of_version(registry, "1", tmp_path / "down")
