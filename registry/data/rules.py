"""The rules for a manifest: each an expectation of Great Expectations, and the sentence for rows that fail it.

Great Expectations is imported when the rules are asked for: that takes 2-4 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry.data.expectations import great_expectations
from registry.data.manifest import AGE, LABELS, OLDEST, REQUIRED, SEXES, YOUNGEST
from registry.data.report import Severity
from speechscan.domain.task import Task

ERROR, WARNING = Severity.ERROR, Severity.WARNING
UNUSABLE = "usable_sound"


@dataclass(frozen=True, slots=True)
class Rule:
    """column    the one that a person would correct
    by        rows that fail are told together if they are equal in this column, whose value {value} stands for
    expected  the expectation"""

    name: str
    severity: Severity
    column: str
    by: str
    sentence: str
    expected: Any


def rules() -> list[Rule]:
    return [*_rules_for_cells(), *_rules_for_sounds(), *_rules_for_people(), *_rules_for_corpora()]


def _rules_for_cells() -> list[Rule]:
    gx = great_expectations().expectations
    labels, ages = " or ".join(LABELS), f"{YOUNGEST:g} to {OLDEST:g}"
    return [
        *(
            Rule(
                f"{column}_given", ERROR, column, column, "The cell is empty. Fill it in or delete the row.",
                gx.ExpectColumnValuesToNotBeNull(column=column),
            )
            for column in REQUIRED
        ),
        Rule(
            "label_known", ERROR, "label", "label", f"{{value!r}} is not a label. Write {labels}.",
            gx.ExpectColumnValuesToBeInSet(column="label", value_set=list(LABELS)),
        ),
        Rule(
            "sex_known", ERROR, "sex", "sex", "{value!r} is not known here. Write f or m, or leave the cell empty.",
            gx.ExpectColumnValuesToBeInSet(column="sex", value_set=list(SEXES)),
        ),
        Rule(
            "age_a_number", ERROR, "age", "age", "{value!r} is no number of years. Correct it or leave the cell empty.",
            gx.ExpectColumnValuesToMatchRegex(column="age", regex=AGE),
        ),
        Rule(
            "age_possible", ERROR, "age", "age", f"{{value}} years is not an age from {ages}. Correct it.",
            gx.ExpectColumnValuesToBeBetween(column="years", min_value=YOUNGEST, max_value=OLDEST),
        ),
        Rule(
            "task_known", WARNING, "task", "task",
            "{value!r} is no task that a job can name, so drift in this task cannot be found. docs/api.md lists them.",
            gx.ExpectColumnValuesToBeInSet(column="task", value_set=[task.value for task in Task]),
        ),
    ]  # fmt: skip


def _rules_for_sounds() -> list[Rule]:
    gx = great_expectations().expectations
    return [
        Rule(
            UNUSABLE, ERROR, "path", "unusable", "The file cannot be used: {value}. Mend it or skip bad files.",
            gx.ExpectColumnValuesToBeNull(column="unusable"),
        ),
        Rule(
            "sound_once", ERROR, "path", "sound", "These rows hold the same sound. Keep one of them.",
            gx.ExpectColumnValuesToBeUnique(column="sound"),
        ),
    ]  # fmt: skip


def _rules_for_people() -> list[Rule]:
    gx = great_expectations().expectations
    return [
        Rule(
            "speaker_in_one_class", ERROR, "speaker", "speaker",
            "One speaker is healthy in some of these rows and dysarthric in others. Correct the labels, or give two "
            "people two names.",
            gx.ExpectColumnValuesToBeBetween(column="classes_of_speaker", max_value=1),
        ),
        Rule(
            "speaker_in_one_split", ERROR, "split", "speaker",
            "One speaker is in several splits: a model would be tested on a voice that it has learned.",
            gx.ExpectColumnValuesToBeBetween(column="splits_of_speaker", max_value=1),
        ),
        Rule(
            "speaker_of_one_sex", ERROR, "sex", "speaker", "One speaker has both sexes. Correct the cells.",
            gx.ExpectColumnValuesToBeBetween(column="sexes_of_speaker", max_value=1),
        ),
    ]  # fmt: skip


def _rules_for_corpora() -> list[Rule]:
    gx = great_expectations().expectations
    return [
        Rule(
            "corpus_with_both_classes", WARNING, "corpus", "corpus_name",
            "The corpus {value!r} has one class only. Beside other corpora it is a shortcut: a model can tell the "
            "class by this corpus's microphones and rooms. Judge no model by its share in a pooled figure.",
            gx.ExpectColumnValuesToBeBetween(column="classes_of_corpus", min_value=2),
        ),
        Rule(
            "sex_with_both_classes", WARNING, "sex", "corpus_name",
            "In the corpus {value!r} these rows' sex occurs in one class only: a model can tell the class by the sex.",
            gx.ExpectColumnValuesToBeBetween(column="classes_of_sex_in_corpus", min_value=2),
        ),
        Rule(
            "licence_given", WARNING, "licence", "corpus_name",
            "The licence of these clips of {value!r} is not given. The model card must name it.",
            gx.ExpectColumnValuesToNotBeNull(column="licence"),
        ),
    ]  # fmt: skip
