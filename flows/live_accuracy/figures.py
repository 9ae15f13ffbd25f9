"""The figures of each version from its results and outcomes. Knows nothing of Prefect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from regression.statistics import accuracy
from regression.statistics.judged import Judged
from speechscan.domain.accuracy import AccuracyFigure, Sample
from speechscan.domain.live_accuracy import Count, JudgedJob, LiveFigure
from speechscan.domain.outcome import Label
from speechscan.domain.verdict import Status

# As the regression gate has it: with fewer of a class an interval over subjects promises what it does not hold.
LEAST_SUBJECTS = 10


def figures(jobs: Sequence[JudgedJob], *, least_subjects: int = LEAST_SUBJECTS) -> list[LiveFigure]:
    """Of every version that has an outcome."""
    versions = dict.fromkeys(job.model_version for job in jobs)
    return [told for version in versions for told in _of(version, jobs, least_subjects)]


def _of(version: str, jobs: Sequence[JudgedJob], least_subjects: int) -> Iterator[LiveFigure]:
    judged = _judged([job for job in jobs if job.model_version == version])
    for one in accuracy.figures(judged, least_subjects):
        yield _live(version, one)


def _judged(jobs: Sequence[JudgedJob]) -> Judged:
    return Judged(
        speakers=np.array([job.subject for job in jobs]),
        labels=np.array([job.label is Label.DYSARTHRIC for job in jobs]),
        definite=np.array([job.status is not Status.INCONCLUSIVE for job in jobs]),
        called=np.array([job.status is Status.DYSARTHRIC for job in jobs]),
        probabilities=np.array([job.probability for job in jobs]),
    )


def _live(version: str, one: AccuracyFigure) -> LiveFigure:
    return LiveFigure(version, one.figure, one.bounds, _count(one.healthy), _count(one.dysarthric))


def _count(sample: Sample) -> Count:
    return Count(jobs=sample.clips, subjects=sample.speakers)
