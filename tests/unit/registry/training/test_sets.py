"""Who trains, who is kept out, and with which clips."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from registry.data.errors import BadManifest
from registry.data.fingerprint import fingerprint
from registry.data.manifest import Clip, read
from registry.training import baselines, held_out
from registry.training.reference_sets import divided
from registry.training.request import Request
from speechscan.settings import Settings


def clip(speaker: str, dysarthric: bool, corpus: str = "one", task: str = "sustained_vowel_a", sex: str = "f") -> Clip:
    label = "dysarthric" if dysarthric else "healthy"
    return Clip(Path(f"{speaker}.wav"), label, speaker, sex, 50.0, task, corpus)


def people(count: int = 24, corpus: str = "one") -> list[Clip]:
    return [clip(f"{corpus}{i}", i % 2 == 0, corpus, sex="fm"[i // 2 % 2]) for i in range(count)]


def request(tmp_path: Path, names: list[str] | None = None) -> Request:
    listed = tmp_path / "list.txt"
    listed.write_text("# kept out\n" + "\n".join(names or []))
    return Request(tmp_path / "manifest.csv", tmp_path, held_out=listed)


def test_the_rule_keeps_out_a_fifth_of_each_class_and_sex() -> None:
    clips = people(80)
    chosen = held_out.by_rule(clips)
    kept = [c for c in clips if c.speaker in chosen]
    assert len(chosen) == 16
    for dysarthric in (True, False):
        for sex in "fm":
            assert sum(c.dysarthric == dysarthric and c.sex == sex for c in kept) == 4
    assert held_out.by_rule(reversed(clips)) == chosen


def test_the_list_of_the_project_follows_the_rule() -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the training corpus is not here")
    clips = [c for c in read(voice_data).clips if c.corpus == "minsk2020_als"]
    assert held_out.listed() == set(held_out.by_rule(clips))


def test_who_is_kept_out_trains_nowhere(tmp_path: Path) -> None:
    sets = divided(people(), request(tmp_path, ["one0", "one1"]))
    assert {c.speaker for c in sets.reference} == {"one0", "one1"}
    assert not {c.speaker for c in sets.training} & {"one0", "one1"}


def test_only_the_split_train_trains(tmp_path: Path) -> None:
    clips = [replace(c, split="test" if c.speaker == "one3" else "train") for c in people()]
    sets = divided(clips, request(tmp_path))
    assert {c.speaker for c in sets.reference} == {"one3"}
    assert "one3" not in {c.speaker for c in sets.training}


def test_a_corpus_of_one_class_never_trains(tmp_path: Path) -> None:
    healthy = [clip(f"young{i}", False, "young") for i in range(5)]
    words = [clip(f"man{i}", False, "words", task="digit_3") for i in range(3)]
    sets = divided([*people(), *healthy, *words], request(tmp_path))
    assert {c.corpus for c in sets.training} == {"one"}
    assert sets.vowels == {"young": healthy}
    assert sets.words == words


def test_corpora_and_tasks_that_are_not_given_train(tmp_path: Path) -> None:
    unknown = [clip(f"x{i}", i % 2 == 0, corpus="", task="") for i in range(24)]
    assert divided(unknown, request(tmp_path)).training == unknown


def test_other_corpora_give_healthy_clips_of_a_stated_task_only(tmp_path: Path) -> None:
    ill, unknown = clip("a", True, "ill"), clip("b", False, "well", task="")
    sets = divided([*people(), ill, unknown], request(tmp_path))
    assert (sets.vowels, sets.words) == ({}, [])


def test_too_few_speakers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="Only 4 dysarthric speakers"):
        divided(people(8), request(tmp_path))


def test_age_and_sex_are_a_baseline_only_where_both_are_known_of_everybody() -> None:
    known = [clip("a", True, sex="m"), clip("b", False)]
    found = baselines.age_and_sex(known)
    assert found is not None
    assert found.tolist() == [[50.0, 1.0], [50.0, 0.0]]
    assert baselines.age_and_sex([*known, replace(known[0], age=None)]) is None
    assert baselines.age_and_sex([*known, replace(known[0], sex="")]) is None


def test_the_fingerprint_follows_sound_and_label_and_not_the_order_or_the_names() -> None:
    clips = [clip("a", True), clip("b", False)]
    sounds = {Path("a.wav"): "1", Path("b.wav"): "2"}
    before = fingerprint(clips, sounds)
    assert fingerprint(clips[::-1], sounds) == before
    renamed = [replace(clips[0], path=Path("c.flac")), clips[1]]
    assert fingerprint(renamed, {Path("c.flac"): "1", Path("b.wav"): "2"}) == before
    assert fingerprint(clips, {**sounds, Path("a.wav"): "3"}) != before
    assert fingerprint([clips[0], replace(clips[1], label="dysarthric")], sounds) != before


def test_the_list_is_free_of_comments() -> None:
    assert held_out.listed()
    assert np.all([not name.startswith("#") for name in held_out.listed()])
