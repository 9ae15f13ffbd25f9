from __future__ import annotations

import pytest

from api.web.reasons import advice, is_refused, moved, reasons
from speechscan.domain.explanation import TIMBRE, Contribution
from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.verdict import DecisionPolicy

GATE = QualityGate()
POLICY = DecisionPolicy(threshold=0.5, abstain_low=0.4, abstain_high=0.6, min_speech_s=2.0)
FACTS = ModelFacts(POLICY, {}, (), ())
GOOD = {"duration_s": 4.0, "peak_dbfs": -3.0, "clipping": 0.0, "speech_s": 3.5, "snr_db": 40.0}


def result(probability: float = 0.2, familiar: bool = True, **quality: float):
    score = Score(probability, familiar, {}, {}, ModelRef("speechscan", "1"), POLICY)
    return screening_result(score, Quality(**{**GOOD, **quality}), GATE)


def without_names(found):
    """As results were before their sentences had names."""
    return {name: told for name, told in found.items() if name not in ("notes", "unmeasured_notes")}


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (result(), []),
        (result(0.9), []),
        (result(0.5), ["reason-abstained"]),
        (result(familiar=False), ["reason-unfamiliar"]),
        (result(0.5, familiar=False, speech_s=1.0), ["reason-little-speech", "reason-unfamiliar", "reason-abstained"]),
        (result(0.5, snr_db=3.0), ["flaw-noisy"]),
        (result(silence=1.0), ["flaw-silent"]),
        (result(clipping=0.2, dc_offset=0.3), ["flaw-clipped", "flaw-off-centre"]),
    ],
)
def test_reasons_are_told_by_name_and_without_names_by_the_numbers(found, texts):
    assert [one.name for one in reasons(found, FACTS, GATE)] == texts
    assert [one.name for one in reasons(without_names(found), FACTS, GATE)] == texts
    # As many as the verdict itself gave.
    assert len(texts) == (len(found["acoustic_notes"]) if found["status"] == "inconclusive" else 0)


def test_what_cannot_be_found_anew_is_shown_as_it_was_stored():
    found = without_names(result(0.5))

    (told,) = reasons(found, None, GATE)

    assert (told.name, told.english) == ("", found["acoustic_notes"][0])


def test_where_the_model_asks_for_more_speech_its_own_figure_is_told():
    (told,) = reasons(result(speech_s=1.0), FACTS, GATE)

    assert told.note["figures"] == {"speech_s": 1.0, "least_speech_s": 2.0}


def test_bounds_of_now_do_not_hide_what_was_said_then():
    stricter = QualityGate(min_snr_db=30.0)
    score = Score(0.2, True, {}, {}, ModelRef("speechscan", "1"), POLICY)
    found = screening_result(score, Quality(**{**GOOD, "snr_db": 20.0}), stricter)

    (told,) = reasons(found, FACTS, GATE)

    assert told.note == {"name": "flaw-noisy", "figures": {"snr_db": 20.0, "least_snr_db": 30.0}}


def test_what_moved_the_score_is_told_by_name_and_without_names_by_its_words():
    many = (Contribution("hnr_db", 14.0, 0.6, 18.0, 27.0), Contribution(TIMBRE, None, -0.4, None, None))
    score = Score(0.2, True, {}, {}, ModelRef("speechscan", "1"), POLICY, many)
    found = screening_result(score, Quality(**GOOD), GATE)

    measured, timbre = moved(found)

    figures = {"measurement": "hnr_db", "value": 14.0, "low": 18.0, "high": 27.0, "direction": "dysarthric"}
    assert measured.note == {"name": "moved", "figures": figures}
    assert timbre.note == {"name": "moved-timbre", "figures": {"direction": "healthy"}}
    old = moved(without_names(found))
    assert [one.english for one in old] == [measured.english, timbre.english]
    assert [one.name for one in old] == ["", ""]


def test_advice_is_for_recordings_that_were_good_enough():
    assert [one.name for one in advice(result(clipping=0.005, snr_db=10.0), GATE)] == ["advice-clipped", "advice-noisy"]
    assert advice(result(clipping=0.2), GATE) == []
    assert is_refused(result(clipping=0.2), GATE)
    assert not is_refused(result(familiar=False), GATE)
