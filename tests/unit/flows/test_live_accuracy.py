"""Accuracy by outcomes: what counts, when nothing is said, and what the intervals hold."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import recall_score, roc_auc_score

from flows.live_accuracy.figures import figures
from regression.statistics.accuracy import FIGURES
from speechscan.domain.accuracy import Bounds
from speechscan.domain.live_accuracy import Count, JudgedJob, LiveFigure
from speechscan.domain.outcome import Label
from speechscan.domain.verdict import Status

RNG = np.random.default_rng(5)


def job(label: Label, subject: str, probability: float, version: str = "1") -> JudgedJob:
    status = Status.HEALTHY if probability < 0.4 else Status.DYSARTHRIC if probability > 0.6 else Status.INCONCLUSIVE
    return JudgedJob(version, subject, label, status, probability)


def cohort(subjects: int, jobs_each: int = 1, shift: float = 0.3) -> list[JudgedJob]:
    # Of its own, so that no test depends on those that ran before it.
    rng = np.random.default_rng(5)
    return [
        job(label, f"{label}-{subject}", float(np.clip(rng.normal(centre, 0.2), 0, 1)))
        for label, centre in ((Label.HEALTHY, 0.5 - shift), (Label.DYSARTHRIC, 0.5 + shift))
        for subject in range(subjects)
        for _ in range(jobs_each)
    ]


def told(jobs: list[JudgedJob], **rules: int) -> dict[str, LiveFigure]:
    return {one.figure: one for one in figures(jobs, **rules)}


def bounds(figure: LiveFigure) -> Bounds:
    assert figure.bounds is not None
    return figure.bounds


def test_the_figures_are_those_of_scikit_learn() -> None:
    jobs = cohort(30, jobs_each=2, shift=0.15)
    found = told(jobs)
    definite = [one for one in jobs if one.status is not Status.INCONCLUSIVE]
    truth = [one.label is Label.DYSARTHRIC for one in definite]
    called = [one.status is Status.DYSARTHRIC for one in definite]

    assert 0 < len(definite) < len(jobs)
    sensitivity, specificity = recall_score(truth, called), recall_score(np.invert(truth), np.invert(called))
    assert bounds(found["sensitivity"]).value == pytest.approx(sensitivity, abs=5e-4)
    assert bounds(found["specificity"]).value == pytest.approx(specificity, abs=5e-4)
    assert bounds(found["balanced_accuracy"]).value == pytest.approx((sensitivity + specificity) / 2, abs=5e-4)
    auc = roc_auc_score([one.label is Label.DYSARTHRIC for one in jobs], [one.probability for one in jobs])
    assert bounds(found["auc"]).value == pytest.approx(auc, abs=5e-4)
    assert bounds(found["decided"]).value == pytest.approx(len(definite) / len(jobs), abs=5e-4)


def test_jobs_and_subjects_are_counted_by_label() -> None:
    jobs = [*cohort(3, jobs_each=4), job(Label.HEALTHY, "open", 0.5)]

    auc = told(jobs)["auc"]
    assert (auc.healthy, auc.dysarthric) == (Count(13, 4), Count(12, 3))
    assert told(jobs)["sensitivity"].healthy.subjects == 3


def test_with_too_few_subjects_it_says_so_and_gives_no_number() -> None:
    healthy = [job(Label.HEALTHY, f"healthy-{n}", 0.1) for n in range(12)]
    jobs = healthy + [job(Label.DYSARTHRIC, f"ill-{n}", 0.9) for n in range(9)]

    found = told(jobs)

    assert found["specificity"].bounds is not None
    assert [name for name, one in found.items() if one.bounds is None] == [n for n in FIGURES if n != "specificity"]
    assert "too few" in str(found["sensitivity"])
    assert told(jobs, least_subjects=9)["sensitivity"].bounds is not None


def test_many_jobs_of_few_people_are_few() -> None:
    assert all(one.bounds is None for one in figures(cohort(3, jobs_each=50)))


def test_inconclusive_jobs_count_for_no_rate_but_for_the_area_and_the_share() -> None:
    sure = cohort(12, shift=0.45)
    unsure = [job(Label.HEALTHY, f"unsure-{n}", 0.5) for n in range(12)]

    with_them, without = told([*sure, *unsure]), told(sure)

    assert with_them["specificity"].bounds == without["specificity"].bounds
    assert with_them["auc"].healthy == Count(24, 24)
    assert bounds(with_them["decided"]).value == pytest.approx(2 / 3, abs=5e-4)


def test_versions_are_judged_apart() -> None:
    jobs = cohort(12, shift=0.45)
    wrong = [job(one.label, one.subject, 1 - one.probability, version="2") for one in jobs]

    found = {(one.model_version, one.figure): one for one in figures([*jobs, *wrong])}

    assert bounds(found["1", "sensitivity"]).value == 1
    assert bounds(found["2", "sensitivity"]).value == 0


@pytest.mark.parametrize("name", FIGURES)
def test_nobody_misjudged_is_no_certainty(name: str) -> None:
    jobs = [job(label, f"{label}{n}", label is Label.DYSARTHRIC) for label in Label for n in range(10)]

    found = bounds(told(jobs)[name])

    assert (found.value, found.high) == (1, 1)
    assert 0.4 < found.low < 0.9


def test_jobs_of_one_person_widen_the_interval_as_one() -> None:
    """The same rates from 12 people with ten equal jobs each tell no more than from 12 people with one."""
    each = [job(label, f"{label}{n}", 0.9 if n % 3 else 0.1) for label in Label for n in range(12)]

    once, often = bounds(told(each)["sensitivity"]), bounds(told(each * 10)["sensitivity"])

    assert often.value == once.value
    assert often.high - often.low > 0.8 * (once.high - once.low)


def test_the_intervals_hold_the_truth() -> None:
    """Of 40 cohorts at 95 %: 34 or more with a probability above 0.999."""
    held = 0
    for _ in range(40):
        jobs = [job(Label.DYSARTHRIC, str(n), 0.9 if RNG.random() < 0.8 else 0.1) for n in range(20)]
        found = bounds(told(jobs)["sensitivity"])
        held += found.low <= 0.8 <= found.high
    assert held >= 34


def test_no_outcome_no_figure() -> None:
    assert figures([]) == []
