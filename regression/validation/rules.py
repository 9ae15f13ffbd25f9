"""The rules for results: each an expectation of Great Expectations, and the sentence for rows that fail it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.data.expectations import great_expectations
from registry.data.report import Severity
from registry.measures.measurement import MEASUREMENTS, Measurement
from speechscan.audio.formats import FORMATS
from speechscan.domain.job import JobState
from speechscan.domain.verdict import Status

ERROR, WARNING = Severity.ERROR, Severity.WARNING
# Measures whose documented range is one that no value can leave.
_BOUNDED = ("voiced_fraction", "clarity_score")


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    severity: Severity
    sentence: str
    expected: Any

    @property
    def expectation(self) -> str:
        """Its name in Great Expectations."""
        return str(self.expected.expectation_type)


def rules() -> list[Rule]:
    return [*_rules_for_rows(), *_rules_for_times(), *_rules_for_verdicts(), *_rules_for_measurements()]


def _rules_for_rows() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule(
        "job_once", ERROR, "There is more than one result of the job.", gx.ExpectColumnValuesToBeUnique(column="job_id")
    )
    yield Rule(
        "result_there",
        ERROR,
        "The job is completed and has no result.",
        gx.ExpectColumnValuesToNotBeNull(column="status"),
    )
    yield Rule(
        "job_completed", ERROR, "There is a result of a job that is not completed.",
        gx.ExpectColumnValuesToBeInSet(column="state", value_set=[JobState.COMPLETED.value]),
    )  # fmt: skip
    yield Rule(
        "format_known", ERROR, "The format is none that is accepted.",
        gx.ExpectColumnValuesToBeInSet(column="format", value_set=list(FORMATS)),
    )  # fmt: skip
    yield Rule(
        "row_as_document", ERROR, "The row says otherwise than its document.",
        gx.ExpectColumnValuesToBeNull(column="unlike_document"),
    )  # fmt: skip


def _rules_for_times() -> Iterator[Rule]:
    gx = great_expectations().expectations
    for name in ("started", "finished"):
        yield Rule(
            f"{name}_given", ERROR, f"It is not known when the job was {name}.",
            gx.ExpectColumnValuesToNotBeNull(column=name),
        )  # fmt: skip
    yield Rule(
        "started_after_creation", ERROR, "The job was started before it was created.",
        gx.ExpectColumnValuesToBeBetween(column="waited_s", min_value=0),
    )  # fmt: skip
    yield Rule(
        "finished_after_start", ERROR, "The job was finished before it was started.",
        gx.ExpectColumnValuesToBeBetween(column="took_s", min_value=0),
    )  # fmt: skip


def _rules_for_verdicts() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule(
        "model_version_given", ERROR, "The result names no model version.",
        gx.ExpectColumnValuesToNotBeNull(column="model_version"),
    )  # fmt: skip
    yield Rule(
        "model_version_registered", ERROR, "The result names a model version that the registry does not have.",
        gx.ExpectColumnValuesToNotBeNull(column="known_version"),
    )  # fmt: skip
    yield Rule(
        "verdict_known", ERROR, "The verdict is none that there is.",
        gx.ExpectColumnValuesToBeInSet(column="status", value_set=[status.value for status in Status]),
    )  # fmt: skip
    yield Rule(
        "probability_possible", ERROR, "The probability is not between 0 and 1.",
        gx.ExpectColumnValuesToBeBetween(column="probability", min_value=0, max_value=1),
    )  # fmt: skip
    yield Rule(
        "verdict_as_bounds", ERROR, "The verdict does not follow from the probability and the bounds of the version.",
        gx.ExpectColumnValuesToBeNull(column="beyond_bounds"),
    )  # fmt: skip


def _rules_for_measurements() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule(
        "absent_with_reason", ERROR, "A measurement is absent and no reason is given.",
        gx.ExpectColumnValuesToBeNull(column="unexplained"),
    )  # fmt: skip
    for one in MEASUREMENTS:
        low, high = _possible(one)
        yield Rule(
            f"{one.name}_possible", ERROR,
            f"{one.name} is not from {low:g} to {high:g} {one.unit}: no voice gives that. Look for a change of unit.",
            gx.ExpectColumnValuesToBeBetween(column=one.name, min_value=low, max_value=high),
        )  # fmt: skip
        yield Rule(
            f"{one.name}_usual", WARNING,
            f"{one.name} is not from {one.low:g} to {one.high:g} {one.unit}, as is usual. Listen to the recording.",
            gx.ExpectColumnValuesToBeBetween(column=one.name, min_value=one.low, max_value=one.high),
        )  # fmt: skip


def _possible(one: Measurement) -> tuple[float, float]:
    """A value outside of the documented range can occur; one that is outside by more than the range is wide cannot,
    nor one below 0 of what cannot be negative. Percent in the place of ratios is found so."""
    if one.name in _BOUNDED:
        return one.low, one.high
    span = one.high - one.low
    return (0.0 if one.low >= 0 else one.low - span), one.high + span
