from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechscan.domain.quality import Quality
from speechscan.domain.verdict import DecisionPolicy, Status, confidence, decide

GOOD = Quality(duration_s=5.0, peak_dbfs=-6.0, clipping=0.0, speech_s=4.5, snr_db=40.0)
POLICY = DecisionPolicy(threshold=0.5, abstain_low=0.4, abstain_high=0.7, min_speech_s=1.0)
PROBABILITIES = st.floats(0, 1)


@st.composite
def policies(draw: st.DrawFn) -> DecisionPolicy:
    low, threshold, high = sorted(draw(PROBABILITIES) for _ in range(3))
    return DecisionPolicy(threshold, low, high)


@pytest.mark.parametrize(
    ("probability", "status"),
    [
        (0.0, Status.HEALTHY),
        (0.39, Status.HEALTHY),
        (0.4, Status.HEALTHY),
        (0.41, Status.INCONCLUSIVE),
        (0.5, Status.INCONCLUSIVE),
        (0.69, Status.INCONCLUSIVE),
        (0.7, Status.DYSARTHRIC),
        (1.0, Status.DYSARTHRIC),
    ],
)
def test_bands(probability: float, status: Status) -> None:
    assert decide(probability, familiar=True, quality=GOOD, policy=POLICY).status is status


def test_without_a_band_the_threshold_itself_is_a_finding() -> None:
    sharp = DecisionPolicy(0.5, 0.5, 0.5)
    assert decide(0.5, familiar=True, quality=GOOD, policy=sharp).status is Status.DYSARTHRIC
    assert decide(0.4999, familiar=True, quality=GOOD, policy=sharp).status is Status.HEALTHY


def test_a_band_that_begins_at_the_threshold() -> None:
    lopsided = DecisionPolicy(0.5, 0.5, 0.7)
    statuses = [decide(p, familiar=True, quality=GOOD, policy=lopsided).status for p in (0.5, 0.6, 0.7)]
    assert statuses == [Status.HEALTHY, Status.INCONCLUSIVE, Status.DYSARTHRIC]


@pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
def test_too_little_speech_is_inconclusive_and_says_what_to_do(probability: float) -> None:
    verdict = decide(probability, familiar=True, quality=replace(GOOD, speech_s=0.9), policy=POLICY)
    assert verdict.status is Status.INCONCLUSIVE
    assert "Only 0.9 s of speech" in verdict.reasons[0]
    assert "Record again" in verdict.reasons[0]


def test_exactly_enough_speech_is_enough() -> None:
    verdict = decide(0.9, familiar=True, quality=replace(GOOD, speech_s=1.0), policy=POLICY)
    assert verdict.status is Status.DYSARTHRIC


def test_an_unfamiliar_recording_is_inconclusive() -> None:
    verdict = decide(0.99, familiar=False, quality=GOOD, policy=POLICY)
    assert verdict.status is Status.INCONCLUSIVE
    assert "does not resemble" in verdict.reasons[0]


def test_every_reason_is_told() -> None:
    verdict = decide(0.5, familiar=False, quality=replace(GOOD, speech_s=0.1), policy=POLICY)
    assert len(verdict.reasons) == 3


@given(PROBABILITIES, st.booleans(), st.floats(0, 60), policies())
def test_a_verdict_always_has_a_reason(
    probability: float, familiar: bool, speech_s: float, policy: DecisionPolicy
) -> None:
    quality = replace(GOOD, speech_s=speech_s)
    verdict = decide(probability, familiar=familiar, quality=quality, policy=policy)
    assert verdict.reasons
    assert 0 <= verdict.confidence <= 1


@given(PROBABILITIES, PROBABILITIES, policies())
def test_a_higher_probability_is_never_healthier(one: float, other: float, policy: DecisionPolicy) -> None:
    order = [Status.HEALTHY, Status.INCONCLUSIVE, Status.DYSARTHRIC]
    low, high = (
        order.index(decide(p, familiar=True, quality=GOOD, policy=policy).status) for p in sorted((one, other))
    )
    assert low <= high


@pytest.mark.parametrize(
    ("probability", "threshold", "expected"),
    [
        (0.5, 0.5, 0.0),
        (1.0, 0.5, 1.0),
        (0.0, 0.5, 1.0),
        (0.75, 0.5, 0.5),
        (0.25, 0.5, 0.5),
        (0.9, 0.8, 0.5),
        (0.4, 0.8, 0.5),
        (1.0, 1.0, 0.0),
        (0.0, 0.0, 0.0),
        (0.5, 1.0, 0.5),
    ],
)
def test_confidence(probability: float, threshold: float, expected: float) -> None:
    assert confidence(probability, threshold) == pytest.approx(expected)


@pytest.mark.parametrize("bounds", [(0.5, 0.6, 0.7), (0.5, 0.4, 0.45), (1.1, 0.4, 1.2), (0.5, -0.1, 0.7)])
def test_a_policy_out_of_order_is_refused(bounds: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="abstain_low"):
        DecisionPolicy(*bounds)


@pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
def test_a_refused_recording_is_inconclusive_and_only_the_gate_speaks(probability: float) -> None:
    verdict = decide(probability, familiar=False, quality=GOOD, policy=POLICY, refusals=("Too quiet: move closer.",))
    assert verdict.status is Status.INCONCLUSIVE
    assert verdict.reasons == ("Too quiet: move closer.",)
    assert verdict.confidence == confidence(probability, POLICY.threshold)
