"""Manifests, who trains and who is kept out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from registry.training import held_out
from registry.training.corpus import BadManifest, Clip, fingerprint, read_manifest
from registry.training.reference_sets import divided
from registry.training.request import Request
from speechscan.settings import Settings

HEADER = "path,label,speaker,sex,age,task,corpus,licence,source\n"


def clip(speaker: str, dysarthric: bool, corpus: str = "one", task: str = "sustained_vowel_a", sex: str = "f") -> Clip:
    return Clip(Path(f"{speaker}.wav"), dysarthric, speaker, sex, 50.0, task, corpus, "CC0", "here")


def people(count: int = 24, corpus: str = "one") -> list[Clip]:
    return [clip(f"{corpus}{i}", i % 2 == 0, corpus, sex="fm"[i // 2 % 2]) for i in range(count)]


def request(tmp_path: Path, names: list[str] | None = None) -> Request:
    listed = tmp_path / "list.txt"
    listed.write_text("# kept out\n" + "\n".join(names or []))
    return Request(tmp_path / "manifest.csv", tmp_path, held_out=listed)


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,label,speaker\na.wav,healthy,s1\n")
    (found,) = read_manifest(manifest)
    assert (found.path, found.sex, found.age, found.corpus) == (tmp_path / "a.wav", None, None, "unknown")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a.wav,ill,s1,f,5,t,c,l,x", "line 2: the label is 'ill'"),
        (",healthy,s1,f,5,t,c,l,x", "line 2: path and speaker"),
        ("a.wav,healthy,s1,f,old,t,c,l,x", "line 2: the age is 'old'"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text(HEADER + row + "\n")
    with pytest.raises(BadManifest, match=complaint):
        read_manifest(manifest)


def test_a_manifest_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="cannot be read"):
        read_manifest(tmp_path / "none.csv")


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
    clips = [c for c in read_manifest(voice_data / "manifest.csv") if c.corpus == "minsk2020_als"]
    assert held_out.listed() == set(held_out.by_rule(clips))


def test_who_is_kept_out_trains_nowhere(tmp_path: Path) -> None:
    sets = divided(people(), request(tmp_path, ["one0", "one1"]))
    assert {c.speaker for c in sets.reference} == {"one0", "one1"}
    assert not {c.speaker for c in sets.training} & {"one0", "one1"}


def test_a_corpus_of_one_class_never_trains(tmp_path: Path) -> None:
    healthy = [clip(f"young{i}", False, "young") for i in range(5)]
    words = [clip(f"man{i}", False, "words", task="digit_3") for i in range(3)]
    sets = divided([*people(), *healthy, *words], request(tmp_path))
    assert {c.corpus for c in sets.training} == {"one"}
    assert sets.vowels == {"young": healthy}
    assert sets.words == words


@pytest.mark.parametrize(
    ("clips", "complaint"),
    [
        (people(8), "Only 4 dysarthric speakers"),
        ([*people(), clip("one0", False)], "Speaker one0 is in both classes"),
    ],
)
def test_data_that_cannot_train_are_refused(tmp_path: Path, clips: list[Clip], complaint: str) -> None:
    with pytest.raises(BadManifest, match=complaint):
        divided(clips, request(tmp_path))


def test_the_fingerprint_follows_content_and_label_and_not_the_order(tmp_path: Path) -> None:
    clips = []
    for name, content in (("a", b"1"), ("b", b"2")):
        (tmp_path / name).write_bytes(content)
        clips.append(Clip(tmp_path / name, name == "a", name, None, None, "t", "c", "l", "s"))
    before = fingerprint(clips)
    assert fingerprint(clips[::-1]) == before
    (tmp_path / "a").write_bytes(b"3")
    assert fingerprint(clips) != before


def test_the_list_is_free_of_comments() -> None:
    assert held_out.listed()
    assert np.all([not name.startswith("#") for name in held_out.listed()])
