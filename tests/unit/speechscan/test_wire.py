from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechscan.domain.explanation import Contribution
from speechscan.domain.result import ModelRef, Score
from speechscan.domain.sentence import Wording, all_said
from speechscan.domain.verdict import DecisionPolicy
from speechscan.scorer import wire

CLIPS = st.lists(st.binary(max_size=200).map(lambda data: data[: len(data) // 2 * 2]), max_size=8)
MODEL = ModelRef("speechscan", "7")
POLICY = DecisionPolicy(0.5, 0.4, 0.6)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
CONTRIBUTIONS = st.builds(
    Contribution, name=st.text(), value=st.none() | FINITE, shift=FINITE,
    healthy_low=st.none() | FINITE, healthy_high=st.none() | FINITE,
)  # fmt: skip
SCORES = st.lists(
    st.builds(
        Score,
        probability=st.floats(0, 1),
        familiar=st.booleans(),
        measurements=st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False)),
        unmeasured=st.dictionaries(st.text(), st.text()),
        model=st.just(MODEL),
        policy=st.just(POLICY),
        contributions=st.lists(CONTRIBUTIONS, max_size=3).map(tuple),
    ),
    max_size=5,
)


@given(CLIPS)
def test_clips_come_back_as_they_were(clips: list[bytes]) -> None:
    assert wire.unpack(wire.pack(clips)) == clips


def test_the_layout() -> None:
    assert wire.pack([b"\1\0\2\0", b"", b"\3\0"]).hex(" ", -4) == "03000000 02000000 00000000 01000000 01000200 0300"


@given(CLIPS, st.integers(1, 9))
def test_a_cut_body_is_refused(clips: list[bytes], cut: int) -> None:
    body = wire.pack(clips)
    with pytest.raises(ValueError, match="body"):
        wire.unpack(body[: max(0, len(body) - cut)])


@given(CLIPS, st.binary(min_size=1, max_size=9))
def test_a_body_with_an_appendix_is_refused(clips: list[bytes], more: bytes) -> None:
    with pytest.raises(ValueError, match="differs"):
        wire.unpack(wire.pack(clips) + more)


@given(st.binary(max_size=100))
def test_any_bytes_are_clips_or_refused(body: bytes) -> None:
    try:
        clips = wire.unpack(body)
    except ValueError:
        return
    assert wire.pack(clips) == body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0",
        struct.pack("<I", 0xFFFFFFFF),
        struct.pack("<II", 1, 0xFFFFFFFF),
        struct.pack("<III", 2, 0xFFFFFFFF, 1) + bytes(8),
    ],
)
def test_lengths_that_lie_cost_nothing(body: bytes) -> None:
    with pytest.raises(ValueError, match="body"):
        wire.unpack(body)


@given(SCORES)
def test_scores_come_back_as_they_were(scores: list[Score]) -> None:
    answer = json.loads(json.dumps(wire.encode_scores(scores, MODEL, POLICY)))
    assert wire.decode_scores(answer) == scores


def test_why_something_was_not_measured_keeps_its_name() -> None:
    told = {"f0_hz": Wording("unmeasured-short", "Shorter than {seconds} s.")(seconds=0.2), "pitch": "Some words."}
    answer = json.loads(json.dumps(wire.encode_scores([Score(0.5, True, {}, told, MODEL, POLICY)], MODEL, POLICY)))
    (read,) = wire.decode_scores(answer)
    assert read.unmeasured == told
    assert all_said(read.unmeasured.values()) == all_said(told.values())
    # A worker of the version before makes a score of each of these fields.
    (fields,) = answer["scores"]
    assert fields.keys() == {"probability", "familiar", "measurements", "unmeasured", "contributions"}


def test_an_answer_of_a_service_before_sentences_had_names_is_read() -> None:
    score = Score(0.5, True, {}, {"f0_hz": "The clip is silent."}, MODEL, POLICY)
    answer = wire.encode_scores([score], MODEL, POLICY)
    del answer["unmeasured_notes"]
    assert wire.decode_scores(answer) == [score]


def test_an_answer_of_a_service_before_explanations_is_read() -> None:
    score = Score(0.5, True, {}, {}, MODEL, POLICY)
    answer = wire.encode_scores([score], MODEL, POLICY)
    del answer["scores"][0]["contributions"]
    assert wire.decode_scores(answer) == [score]
