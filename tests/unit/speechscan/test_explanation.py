from __future__ import annotations

from speechscan.domain.explanation import TIMBRE, Contribution, sentences

JITTER = Contribution("jitter_local", 0.0182, 0.6, 0.002, 0.011)
HNR = Contribution("hnr_db", 14.24, 0.3, 18.0, 27.0)
TONE = Contribution(TIMBRE, None, -0.4, None, None)
SMALL = Contribution("cpps_db", 12.0, 0.05, 10.0, 15.0)


def test_the_strongest_come_first_beside_their_healthy_range() -> None:
    assert sentences([HNR, SMALL, TONE, JITTER]) == [
        "Jitter (local) is 1.82 % (healthy training speakers: 0.20 to 1.10); it moved the score towards dysarthric.",
        "The timbre of the voice moved the score towards healthy.",
        "The harmonics-to-noise ratio is 14.2 dB (healthy training speakers: 18.0 to 27.0); it moved the score towards "
        "dysarthric.",
    ]


def test_at_most_three_are_told_and_none_that_hardly_counts() -> None:
    many = [Contribution("hnr_db", 20.0, shift / 10, 10.0, 30.0) for shift in range(2, 9)]
    assert len(sentences(many)) == 3
    assert sentences([SMALL]) == []
    assert sentences([]) == []


def test_a_measure_without_words_or_range_is_told_by_its_name() -> None:
    (told,) = sentences([Contribution("new_measure", 1.5, 1.0, None, None)])
    assert told == "new_measure is 1.500; it moved the score towards dysarthric."
