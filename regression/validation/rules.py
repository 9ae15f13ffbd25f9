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
from speechscan.domain.sentence import Sentence, Wording
from speechscan.domain.verdict import Status

ERROR, WARNING = Severity.ERROR, Severity.WARNING
# Measures whose documented range is one that no value can leave.
_BOUNDED = ("voiced_fraction", "clarity_score")

_SAID = {
    name: Wording(f"rule-{name.replace('_', '-')}", english)
    for name, english in {
        "job_once": "There is more than one result of the job.",
        "result_there": "The job is completed and has no result.",
        "job_completed": "There is a result of a job that is not completed.",
        "format_known": "The format is none that is accepted.",
        "row_as_document": "The row says otherwise than its document.",
        "started_given": "It is not known when the job was started.",
        "finished_given": "It is not known when the job was finished.",
        "started_after_creation": "The job was started before it was created.",
        "finished_after_start": "The job was finished before it was started.",
        "model_version_given": "The result names no model version.",
        "model_version_registered": "The result names a model version that the registry does not have.",
        "verdict_known": "The verdict is none that there is.",
        "probability_possible": "The probability is not between 0 and 1.",
        "verdict_as_bounds": "The verdict does not follow from the probability and the bounds of the version.",
        "absent_with_reason": "A measurement is absent and no reason is given.",
    }.items()
}
_IMPOSSIBLE = Wording(
    "rule-possible",
    "{measurement} is not from {least:g} to {most:g} {unit}: no voice gives that. Look for a change of unit.",
)
_UNUSUAL = Wording(
    "rule-usual",
    "{measurement} is not from {least:g} to {most:g} {unit}, as is usual. Listen to the recording.",
)


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    severity: Severity
    sentence: Sentence
    expected: Any

    @property
    def expectation(self) -> str:
        """Its name in Great Expectations."""
        return str(self.expected.expectation_type)


def rules() -> list[Rule]:
    return [*_rules_for_rows(), *_rules_for_times(), *_rules_for_verdicts(), *_rules_for_measurements()]


def _rules_for_rows() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule("job_once", ERROR, _SAID["job_once"](), gx.ExpectColumnValuesToBeUnique(column="job_id"))
    yield Rule(
        "result_there",
        ERROR,
        _SAID["result_there"](),
        gx.ExpectColumnValuesToNotBeNull(column="status"),
    )
    yield Rule(
        "job_completed", ERROR, _SAID["job_completed"](),
        gx.ExpectColumnValuesToBeInSet(column="state", value_set=[JobState.COMPLETED.value]),
    )  # fmt: skip
    yield Rule(
        "format_known", ERROR, _SAID["format_known"](),
        gx.ExpectColumnValuesToBeInSet(column="format", value_set=list(FORMATS)),
    )  # fmt: skip
    yield Rule(
        "row_as_document", ERROR, _SAID["row_as_document"](),
        gx.ExpectColumnValuesToBeNull(column="unlike_document"),
    )  # fmt: skip


def _rules_for_times() -> Iterator[Rule]:
    gx = great_expectations().expectations
    for name in ("started", "finished"):
        yield Rule(
            f"{name}_given", ERROR, _SAID[f"{name}_given"](),
            gx.ExpectColumnValuesToNotBeNull(column=name),
        )  # fmt: skip
    yield Rule(
        "started_after_creation", ERROR, _SAID["started_after_creation"](),
        gx.ExpectColumnValuesToBeBetween(column="waited_s", min_value=0),
    )  # fmt: skip
    yield Rule(
        "finished_after_start", ERROR, _SAID["finished_after_start"](),
        gx.ExpectColumnValuesToBeBetween(column="took_s", min_value=0),
    )  # fmt: skip


def _rules_for_verdicts() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule(
        "model_version_given", ERROR, _SAID["model_version_given"](),
        gx.ExpectColumnValuesToNotBeNull(column="model_version"),
    )  # fmt: skip
    yield Rule(
        "model_version_registered", ERROR, _SAID["model_version_registered"](),
        gx.ExpectColumnValuesToNotBeNull(column="known_version"),
    )  # fmt: skip
    yield Rule(
        "verdict_known", ERROR, _SAID["verdict_known"](),
        gx.ExpectColumnValuesToBeInSet(column="status", value_set=[status.value for status in Status]),
    )  # fmt: skip
    yield Rule(
        "probability_possible", ERROR, _SAID["probability_possible"](),
        gx.ExpectColumnValuesToBeBetween(column="probability", min_value=0, max_value=1),
    )  # fmt: skip
    yield Rule(
        "verdict_as_bounds", ERROR, _SAID["verdict_as_bounds"](),
        gx.ExpectColumnValuesToBeNull(column="beyond_bounds"),
    )  # fmt: skip


def _rules_for_measurements() -> Iterator[Rule]:
    gx = great_expectations().expectations
    yield Rule(
        "absent_with_reason", ERROR, _SAID["absent_with_reason"](),
        gx.ExpectColumnValuesToBeNull(column="unexplained"),
    )  # fmt: skip
    for one in MEASUREMENTS:
        low, high = _possible(one)
        yield Rule(
            f"{one.name}_possible", ERROR,
            _IMPOSSIBLE(measurement=one.name, least=low, most=high, unit=one.unit),
            gx.ExpectColumnValuesToBeBetween(column=one.name, min_value=low, max_value=high),
        )  # fmt: skip
        yield Rule(
            f"{one.name}_usual", WARNING,
            _UNUSUAL(measurement=one.name, least=one.low, most=one.high, unit=one.unit),
            gx.ExpectColumnValuesToBeBetween(column=one.name, min_value=one.low, max_value=one.high),
        )  # fmt: skip


def _possible(one: Measurement) -> tuple[float, float]:
    """A value outside of the documented range can occur; one that is outside by more than the range is wide cannot,
    nor one below 0 of what cannot be negative. Percent in the place of ratios is found so."""
    if one.name in _BOUNDED:
        return one.low, one.high
    span = one.high - one.low
    return (0.0 if one.low >= 0 else one.low - span), one.high + span
