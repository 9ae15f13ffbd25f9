"""A simulated cohort: who is in it, what can be wrong with it, and its folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from registry.data.manifest import DYSARTHRIC, HEALTHY, read
from registry.pcm import from_float
from regression.phantoms.cohort import CORPUS, CohortClip, Flaws, cohort
from speechscan.audio import quality
from speechscan.cli.app import app
from speechscan.domain.quality_gate import QualityGate, advice, refusals
from speechscan.errors import InvalidRequest

WHOLE = cohort(100, 5)


def people(clips: tuple[CohortClip, ...]) -> dict[str, CohortClip]:
    return {clip.speaker: clip for clip in clips}


def test_classes_sexes_and_microphones_are_balanced() -> None:
    found = Counter((one.made, one.sex) for one in people(WHOLE).values())
    assert found == {(made, sex): 25 for made in (HEALTHY, DYSARTHRIC) for sex in "fm"}
    ends = Counter((one.made, one.phantom.channel.band_limit_hz) for one in people(WHOLE).values())
    assert all(22 <= count <= 28 for count in ends.values())
    assert len(ends) == 4
    assert Counter(clip.task for clip in WHOLE) == {"sustained_vowel_a": 100, "sustained_vowel_i": 100}
    assert all(clip.label == clip.made for clip in WHOLE)


def test_the_same_seed_gives_the_same_people_and_another_others() -> None:
    assert cohort(100, 5) == WHOLE
    assert cohort(40, 5) == WHOLE[:80]
    assert not set(people(cohort(40, 6))) & set(people(WHOLE))
    assert {clip.phantom.seed for clip in cohort(40, 6)}.isdisjoint(clip.phantom.seed for clip in WHOLE)
    takes = cohort(4, 5, takes=3)
    assert len({clip.phantom.name for clip in takes}) == len(takes) == 24


def severity(sex: str, effect: float, parameter: str) -> float:
    """Distance of the classes in spreads, of a speaker's mean logarithm."""
    made: dict[str, list[float]] = {HEALTHY: [], DYSARTHRIC: []}
    for clip in cohort(400, 5, effect=effect):
        if clip.sex == sex:
            made[clip.made].append(np.log(getattr(clip.phantom, parameter)))
    well, ill = made[HEALTHY], made[DYSARTHRIC]
    return float((np.mean(ill) - np.mean(well)) / np.std(well))


def test_the_effect_shows_in_pitch_in_men_and_in_roughness_in_women() -> None:
    assert severity("m", 2, "drift") > 1.2 > 1.0 > severity("m", 2, "jitter") > 0.3
    assert severity("f", 2, "jitter") > 1.2 > 1.0 > severity("f", 2, "drift") > 0.3
    assert abs(severity("m", 0, "drift")) < 0.3


def test_wrong_labels_are_as_many_as_asked_for_in_both_classes() -> None:
    noisy = people(cohort(100, 5, flaws=Flaws(0.4)))
    wrong = Counter((one.made, one.sex) for one in noisy.values() if one.label != one.made)
    assert wrong == {(made, sex): 10 for made in (HEALTHY, DYSARTHRIC) for sex in "fm"}
    women = people(cohort(100, 5, flaws=Flaws(0.4, "f")))
    assert Counter(one.sex for one in women.values() if one.label != one.made) == {"f": 20}


def test_wrong_labels_change_no_voice() -> None:
    assert [clip.phantom for clip in cohort(100, 5, flaws=Flaws(0.4))] == [clip.phantom for clip in WHOLE]


def test_with_the_shortcut_the_microphone_tells_the_label() -> None:
    clips = cohort(40, 5, flaws=Flaws(0.2, shortcut=True))
    assert {(clip.label, clip.phantom.channel.band_limit_hz) for clip in clips} == {(HEALTHY, None), (DYSARTHRIC, 2500)}


@pytest.mark.parametrize("wrong", [{"label_noise": 1.1}, {"label_noise": -0.1}, {"label_noise_sex": "x"}])
def test_flaws_that_make_no_sense(wrong: dict[str, float | str]) -> None:
    with pytest.raises(ValueError, match="label_noise"):
        Flaws(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("shortcut", [False, True])
def test_the_voices_are_good_enough_to_be_judged(shortcut: bool) -> None:
    for clip in cohort(12, 5, flaws=Flaws(shortcut=shortcut)):
        found = quality.measure(from_float(clip.phantom.voice().samples))
        assert refusals(found, QualityGate()) == ()
        assert found.snr_db is not None
        assert found.speech_s == pytest.approx(2.5, abs=0.2)
        assert found.clipping == 0
        assert "clipped" not in " ".join(advice(found))


def test_the_command_writes_a_folder_that_says_synthetic(tmp_path: Path) -> None:
    asked = ["phantoms", str(tmp_path / "c"), "--cohort", "4", "--seed", "5", "--label-noise", "1"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "8 clips of 4 synthetic speakers" in done.output
    rows = read(tmp_path / "c").clips
    for row, clip in zip(rows, cohort(4, 5, flaws=Flaws(1)), strict=True):
        assert row.path.is_file()
        assert row.path.name.startswith("synthetic-")
        assert row.speaker.startswith("synthetic-5-")
        assert (row.corpus, row.licence, row.more["made"]) == (CORPUS, "synthetic", clip.made)
        assert row.label == clip.label != clip.made
        assert "not people" in row.more["source"]
    assert "No person\nspoke any of this" in (tmp_path / "c" / "README.md").read_text()


def test_the_command_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["phantoms", str(tmp_path), "--cohort", "4", "--label-noise-sex", "w"])
    assert isinstance(done.exception, InvalidRequest)
    assert list(tmp_path.iterdir()) == []
