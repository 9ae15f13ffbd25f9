"""The check of results, batch by batch, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from registry.data.expectations import Batch
from registry.data.report import Severity
from regression.validation.frame import Policies, frame
from regression.validation.rules import rules
from speechscan.db.results import Screened
from speechscan.domain.sentence import Sentence, Wording, said_of

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

_UNMET = Wording("validation-unmet", "{count} expectations are not met: {rules}.")
_RULE = Wording("validation-unmet-rule", "{rule} ({affected} of {rows} rows)")
_SOUND = Wording("validation-sound", "All {rows} results are sound.")
_EMPTY = Wording("validation-empty", "There are no results in this window.")
# Job ids that a summary names of each rule; the whole list is in the report's file.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """jobs: ids of the rows that do not meet the expectation"""

    rule: str
    expectation: str
    severity: Severity
    sentence: Sentence
    jobs: tuple[str, ...]

    def document(self, most: int | None = None) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "expectation": self.expectation,
            "severity": self.severity.value,
            "sentence": str(self.sentence),
            "said": said_of(self.sentence),
            "rows": len(self.jobs),
            "jobs": list(self.jobs[:most]),
        }


@dataclass
class Validation:
    """Of any number of batches. Only errors make it fail; a warning asks somebody to listen."""

    rows: int = 0
    _failures: dict[str, Failure] = field(default_factory=dict)

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(self._failures.values())

    @property
    def errors(self) -> tuple[Failure, ...]:
        return tuple(one for one in self.failures if one.severity is Severity.ERROR)

    @property
    def outcome(self) -> str:
        """passed, failed, or empty: there was nothing to check."""
        if self.errors:
            return "failed"
        return "passed" if self.rows else "empty"

    @property
    def sentence(self) -> Sentence:
        if self.errors:
            told = [_RULE(rule=one.rule, affected=len(one.jobs), rows=self.rows) for one in self.errors]
            return _UNMET(count=len(told), rules=told)
        return _SOUND(rows=self.rows) if self.rows else _EMPTY()

    def add(self, batch: Sequence[Screened], policies: Policies) -> None:
        self.rows += len(batch)
        for found in _failing(frame(batch, policies)):
            before = self._failures.get(found.rule)
            jobs = (*before.jobs, *found.jobs) if before else found.jobs
            self._failures[found.rule] = Failure(found.rule, found.expectation, found.severity, found.sentence, jobs)

    def summary(self) -> dict[str, Any]:
        failures = [one.document(_MOST_NAMED) for one in self.failures]
        told = {"sentence": str(self.sentence), "said": said_of(self.sentence)}
        return {"rows": self.rows, **told, "failures": failures}

    def document(self) -> dict[str, Any]:
        return {**self.summary(), "failures": [one.document() for one in self.failures]}


def _failing(rows: pandas.DataFrame) -> list[Failure]:
    batch = Batch(rows, index="job_id")
    found = []
    for rule in rules():
        jobs = dict.fromkeys(map(str, batch.unexpected(rule.expected)))
        if jobs:
            found.append(Failure(rule.name, rule.expectation, rule.severity, rule.sentence, tuple(jobs)))
    return found
