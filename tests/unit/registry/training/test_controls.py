"""Clips without speech, warnings in words, and the card's page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from registry.pcm import SAMPLE_RATE, from_float
from registry.training import altered, cautions, design, foreign, page
from registry.training.intervals import Interval
from regression.phantoms import vowel

VOICE = from_float(vowel(1, duration_s=3.0, margin_s=0.6))


def test_what_is_left_without_speech_is_the_room() -> None:
    left = altered.without_speech(VOICE)
    assert left is not None
    assert left.size >= SAMPLE_RATE
    assert np.sqrt(np.mean(np.square(left / 32768.0))) == pytest.approx(10 ** (-60 / 20), rel=0.2)


def test_a_clip_that_is_all_voice_leaves_nothing() -> None:
    assert altered.without_speech(from_float(vowel(1, duration_s=3.0, margin_s=0.0))) is None


def test_shuffling_keeps_every_sample_and_ends_the_periods() -> None:
    mixed = altered.shuffled(VOICE, seed=1)
    whole = VOICE[: VOICE.size // altered.FRAME * altered.FRAME]
    assert (np.sort(mixed) == np.sort(whole)).all()
    assert (mixed != whole).any()
    assert (altered.shuffled(VOICE, seed=1) == mixed).all()
    assert (altered.shuffled(VOICE, seed=2) != mixed).any()


def test_the_recordings_properties_do_not_follow_the_voice() -> None:
    short, peak, offset, *_ = altered.recording_properties(VOICE)
    assert short == 3.0
    assert peak == pytest.approx(20 * np.log10(0.5), abs=0.1)
    assert offset == pytest.approx(0, abs=0.01)


def test_made_sounds_are_the_same_each_time_and_of_full_length() -> None:
    first, again = foreign.made_sounds(), foreign.made_sounds()
    for name, clips in first.items():
        assert all(clip.size == 3 * SAMPLE_RATE for clip in clips)
        assert all((a == b).all() for a, b in zip(clips, again[name], strict=True))


def test_noise_is_added_at_the_level_that_was_asked() -> None:
    (noisy,) = foreign.with_noise([VOICE], 40)
    room = noisy[: SAMPLE_RATE // 2] / 32768.0
    assert np.std(room) == pytest.approx(0.7 * 10 ** (-40 / 20), rel=0.05)


STRONG, WEAK = Interval(0.9, 0.85, 0.95), Interval(0.6, 0.5, 0.7)


def test_no_warning_where_none_is_due() -> None:
    assert cautions.of_baseline("c", STRONG, WEAK, Interval(0.3, 0.2, 0.4)) == []
    assert cautions.of_permutations(0.01, 200) == []
    assert cautions.of_controls({"x": Interval(0.5, 0.4, 0.65)}, limit=0.7) == []
    assert cautions.of_policy(0.8, 0.8) == []
    assert cautions.of_size("c", 500) == []
    assert cautions.of_backbone("acoustic", {"pitch"}) == cautions.of_backbone("wav2vec2", {"pitch", "timbre"}) == []
    assert cautions.of_people(0, 34) == []
    assert cautions.of_tasks("c", 0, 68) == []
    assert design.caution("another") == []
    assert list(cautions.of_running_speech({"healthy_running_speech": {"dysarthric": 0.05}}, 0.05)) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (cautions.of_baseline("c", STRONG, Interval(0.8, 0.7, 0.9), Interval(0.1, 0.01, 0.2)), "intervals overlap"),
        (cautions.of_baseline("c", STRONG, WEAK, Interval(0.1, -0.1, 0.3)), "not shown"),
        (cautions.of_people(2, 34), "not given of 2 of 34"),
        (cautions.of_tasks("c", 3, 68), "3 of 68 clips"),
        (design.caution("minsk2020_als"), "optimistic"),
        (cautions.of_permutations(0.2, 200), "nothing is shown"),
        (cautions.of_controls({"frames shuffled": Interval(0.6, 0.5, 0.71)}, 0.7), "frames shuffled"),
        (cautions.of_controls({"speech removed": None}, 0.7), "cannot be made"),
        (cautions.of_policy(0.9, 0.7), "keep to 70%"),
        (cautions.of_size("c", 43), "only 43 speakers"),
        (cautions.of_backbone("wav2vec2", {"pitch"}), "does not read the embedding"),
        (list(cautions.of_running_speech({"healthy_running_speech": {"dysarthric": 0.06}}, 0.05)), "called dysarthric"),
        (list(cautions.of_running_speech({}, 0.05)), "not known"),
    ],
)
def test_each_shortcut_is_warned_of_in_words(told: list[str], words: str) -> None:
    assert len(told) == 1
    assert words in told[0]


def test_a_card_becomes_a_page_with_its_plots(tmp_path: Path) -> None:
    plot = tmp_path / "p.svg"
    plot.write_text('<?xml version="1.0"?>\n<svg id="p"></svg>')
    card = "# A & B\n\nSome **bold**\ntext.\n\n| a | b |\n| --- | --- |\n| 1 | <2 |\n\n- one\n  more\n- two"
    made = page.html(card, [plot])
    for part in (
        "<h1>A &amp; B</h1>",
        "<p>Some <b>bold</b> text.</p>",
        "<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>&lt;2</td></tr>",
        "<ul><li>one more</li><li>two</li></ul>",
        '<svg id="p">',
    ):
        assert part in made
    assert "<?xml" not in made
