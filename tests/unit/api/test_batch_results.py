"""Rows of results as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from api.batches.results import cells, written
from api.v1 import batch_examples
from api.v1.batch_models import ResultRow
from speechscan.domain.disclaimer import DISCLAIMER


def test_a_row_has_its_measurements_in_the_order_of_the_head() -> None:
    row = ResultRow.model_validate_json(json.dumps(batch_examples.ROW))
    found = cells(row, ["hnr_db", "not_measured", "f0_hz"])
    assert found == [
        0, str(row.job_id), "completed", "healthy", 0.08, 0.84, "1", "sustained_vowel_a", 21.7, None, 118.4, None, None,
        DISCLAIMER,
    ]  # fmt: skip


def test_a_row_without_a_result_has_its_error() -> None:
    refused = {**batch_examples.ITEMS["items"][1], "result": None, "disclaimer": DISCLAIMER}
    found = cells(ResultRow.model_validate_json(json.dumps(refused)), ["f0_hz"])
    assert found[:3] == [1, None, "refused"]
    assert found[3:9] == [None] * 6
    assert found[9] == "unsupported_format"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (-1.5, "-1.5"),
        (-3, "-3"),
        (None, ""),
        ('a "quoted", text', 'a "quoted", text'),
        ("a=1", "a=1"),
    ],
)
def test_no_text_is_a_formula_and_numbers_stay_numbers(cell: str | float | None, shown: str) -> None:
    assert next(csv.reader(io.StringIO(written([[cell, "end"]]), newline=""))) == [shown, "end"]
