"""How good a version is on a set: point figures as scikit-learn has them, intervals as the project's statistics do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, recall_score, roc_auc_score

from registry.training import intervals, statistics
from regression.accuracy.by_subgroup import accuracy
from regression.accuracy.floor import floor, missed
from regression.accuracy.picture import picture
from regression.accuracy.table import COLUMNS, TOO_FEW, lines
from regression.gate import policy
from regression.references.reference import Kind, ReferenceClip
from regression.scored import Scored
from regression.statistics import bootstrap
from regression.statistics.clusters import Clusters
from regression.statistics.paired import Paired
from speechscan.domain.accuracy import AccuracyFigure, Bounds, Sample
from speechscan.domain.verdict import Status
from tests.scored_clips import clip, logits, people, reference, said, scores

ASKED = policy.read()
CLIPS = people(80)
SCORED = scores(CLIPS, logits(CLIPS, effect=1.5, noise=1.0))
FOUND = {(one.subgroup, one.figure): one for one in accuracy(reference(CLIPS), SCORED, ASKED)}
GROUPS: dict[str, Callable[[ReferenceClip], bool]] = {
    "all": lambda _: True,
    "sex=female": lambda one: one.sex == "f",
    "sex=male": lambda one: one.sex == "m",
}


def members(subgroup: str, definite: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Labels, verdicts, probabilities, speakers."""
    own = [one for one in SCORED if GROUPS[subgroup](one.clip) and not (definite and one.status is Status.INCONCLUSIVE)]
    return (
        np.array([one.clip.dysarthric for one in own]),
        np.array([one.status is Status.DYSARTHRIC for one in own]),
        np.array([one.probability for one in own]),
        np.array([one.clip.speaker for one in own]),
    )


def bounds(subgroup: str, figure: str) -> Bounds:
    found = FOUND[subgroup, figure].bounds
    assert found is not None
    return found


@pytest.mark.parametrize("subgroup", GROUPS)
def test_the_figures_are_those_of_scikit_learn(subgroup: str) -> None:
    truth, called, _, _ = members(subgroup, definite=True)
    everybody, _, probabilities, _ = members(subgroup, definite=False)
    assert 0 < truth.size < everybody.size
    expected = {
        "sensitivity": recall_score(truth, called),
        "specificity": recall_score(~truth, ~called),
        "balanced_accuracy": balanced_accuracy_score(truth, called),
        "auc": roc_auc_score(everybody, probabilities),
        "decided": truth.size / everybody.size,
    }
    for figure, value in expected.items():
        assert bounds(subgroup, figure).value == pytest.approx(value, abs=5e-4), figure


def test_each_group_says_on_what_it_rests() -> None:
    assert {subgroup for subgroup, _ in FOUND} == set(GROUPS)
    assert FOUND["all", "auc"].healthy == FOUND["all", "decided"].dysarthric == Sample(80, 40)
    assert FOUND["sex=female", "auc"].healthy == Sample(40, 20)
    truth, _, _, speakers = members("sex=female", definite=True)
    expected = Sample(int(truth.sum()), np.unique(speakers[truth]).size)
    assert FOUND["sex=female", "sensitivity"].dysarthric == expected


@pytest.mark.parametrize("figure", ["sensitivity", "specificity"])
def test_the_intervals_are_drawn_over_speakers_and_one_imagined(figure: str) -> None:
    truth, called, _, speakers = members("all", definite=True)
    speakers = np.array([f"made/{speaker}" for speaker in speakers])
    statistic = getattr(statistics, figure)

    def drawn(right: bool) -> intervals.Interval:
        # As many clips as speakers have on average: two, of which nearly all are definite.
        labels = np.append(truth, [True, True, False, False])
        told = np.append(called, [right, right, not right, not right])
        names = np.append(speakers, np.repeat(["(imagined) dysarthric", "(imagined) healthy"], 2))
        return intervals.over_speakers(lambda i: statistic(told[i], labels[i]), names, ASKED.accuracy.replicates)

    assert (bounds("all", figure).low, bounds("all", figure).high) == (drawn(False).low, drawn(True).high)


def test_the_interval_of_the_auc_holds_that_of_the_gates_bootstrap() -> None:
    """Drawn within the classes, without imagined speakers: narrower, with 40 speakers a class by some hundredths."""
    truth, called, probabilities, speakers = members("all", definite=False)
    paired = Paired(truth, speakers, probabilities, probabilities, called, called)
    clusters = Clusters.of(truth, speakers)
    areas = bootstrap.auc(paired, clusters, bootstrap.draws(clusters, 2000, seed=0)).champion
    low, high = np.quantile(areas, [0.025, 0.975])
    found = bounds("all", "auc")
    assert found.low == pytest.approx(low, abs=0.06)
    assert found.high == pytest.approx(high, abs=0.06)
    assert found.low < low < high < found.high


def interval_of_auc(speakers: int, takes: int) -> Bounds:
    clips = people(speakers, takes)
    found = accuracy(reference(clips), scores(clips, logits(clips, effect=1.5, noise=0.0)), ASKED)
    (bounds,) = [one.bounds for one in found if (one.subgroup, one.figure) == ("all", "auc")]
    assert bounds is not None
    return bounds


def test_more_clips_of_the_same_speakers_tell_no_more() -> None:
    once, often = interval_of_auc(80, takes=1), interval_of_auc(80, takes=8)
    assert often == once


@pytest.mark.parametrize("takes", [1, 8])
def test_nobody_misjudged_is_no_certainty_however_often_they_speak(takes: int) -> None:
    """The exact binomial interval of 10 of 10 speakers begins at 0.69."""
    clips = people(20, takes)
    scored = [said(one, 0.9 if one.dysarthric else 0.1) for one in clips]
    for one in accuracy(reference(clips), scored, ASKED):
        if one.subgroup == "all":
            assert one.bounds is not None
            assert (one.bounds.value, one.bounds.high) == (1, 1)
            assert 0.5 < one.bounds.low < 0.9, one


def of(ill: int, healthy: int, status: Status | None = None, **more: object) -> list[Scored]:
    """So many speakers with a clip each; the dysarthric are called so, unless another status is given."""
    made = [clip(n, "dysarthric" if n < ill else "healthy", **more) for n in range(ill + healthy)]
    return [said(one, 0.9 if one.dysarthric else 0.1, status if one.dysarthric else None) for one in made]


@pytest.mark.parametrize(
    ("scored", "told"),
    [
        (of(10, 10), {"auc", "sensitivity", "specificity", "balanced_accuracy", "decided"}),
        (of(9, 10), {"specificity"}),
        (of(10, 9), {"sensitivity"}),
        (of(9, 9), set()),
        # Ten speakers, and a definite verdict on none of them.
        (of(10, 10, Status.INCONCLUSIVE), {"auc", "specificity", "decided"}),
    ],
    ids=["enough", "few ill", "few healthy", "few", "all left open"],
)
def test_with_fewer_speakers_than_the_policy_asks_for_there_is_no_figure(scored: list[Scored], told: set[str]) -> None:
    clips = [one.clip for one in scored]
    figures = [one for one in accuracy(reference(clips), scored, ASKED) if one.subgroup == "all"]
    assert {one.figure for one in figures if one.bounds} == told
    (line,) = lines(figures)
    assert {name for name in COLUMNS if line.cells[name] != TOO_FEW} == told
    assert line.speakers == (figures[0].healthy.speakers, len(scored) - figures[0].healthy.speakers)


def test_a_subgroup_has_its_own_least_number() -> None:
    stricter = ASKED.model_copy(update={"subgroups": ASKED.subgroups.model_copy(update={"least_speakers": 21})})
    found = accuracy(reference(CLIPS), SCORED, stricter)
    assert all(one.bounds is None for one in found if one.subgroup != "all")
    assert all(one.bounds for one in found if one.subgroup == "all")


def test_phantoms_have_no_figures() -> None:
    made = replace(reference(CLIPS), kind=Kind.PHANTOMS)
    assert accuracy(made, SCORED, ASKED) == ()


def figure(name: str, high: float, subgroup: str = "all") -> AccuracyFigure:
    return AccuracyFigure(name, Bounds(high - 0.05, high - 0.1, high), Sample(20, 20), Sample(20, 20), subgroup)


TOO_SMALL = AccuracyFigure("auc", None, Sample(3, 3), Sample(3, 3))


@pytest.mark.parametrize(
    ("figures", "count"),
    [
        ([figure("auc", 0.64)], 1),
        ([figure("auc", 0.65)], 0),
        ([figure("auc", 0.64, "sex=female")], 0),
        ([figure("decided", 0.1)], 0),
        ([figure("sensitivity", 0.5), figure("specificity", 0.5), figure("auc", 0.9)], 2),
        ([TOO_SMALL], 0),
    ],
)
def test_a_floor_is_missed_where_the_whole_interval_lies_below(figures: Sequence[AccuracyFigure], count: int) -> None:
    assert len(missed(figures, floor(ASKED))) == count


def test_a_picture_has_a_line_a_subgroup_that_has_the_figure() -> None:
    drawn = picture([figure("auc", 0.9), figure("auc", 0.8, "task=<b>"), replace(TOO_SMALL, subgroup="sex=male")],
                    "auc", 0.65)  # fmt: skip
    assert drawn is not None
    assert drawn.startswith("<svg")
    assert "all (20 + 20 speakers)" in drawn
    assert "task=&lt;b&gt;" in drawn
    assert "sex=male" not in drawn
    assert picture([TOO_SMALL], "auc", None) is None
