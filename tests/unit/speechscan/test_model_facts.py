from __future__ import annotations

import json

import pytest

from registry import bundle
from speechscan.domain.model_facts import of_metadata

SHIPPED = bundle.read(bundle.SHIPPED)
METADATA = json.loads((bundle.SHIPPED / bundle.METADATA).read_text())


def test_facts_of_the_shipped_model():
    facts = of_metadata(METADATA)

    assert facts.policy == SHIPPED.policy
    assert facts.healthy == SHIPPED.healthy
    assert facts.tasks == ("sustained_vowel_a", "sustained_vowel_i")
    assert {trial.corpus: trial.speakers for trial in facts.trials} == {"minsk2020_als": 34}
    told = METADATA["figures"]["corpora"]["minsk2020_als"]["all"]["calibration_error"]
    assert facts.trials[0].calibration_error.document() == told


def test_a_figure_that_is_missing_is_none():
    figures = {"corpora": {"a": {"speakers": 3, "all": {"error_of_decided": None}}}}

    (trial,) = of_metadata({**METADATA, "figures": figures}).trials

    assert (trial.calibration_error, trial.error_of_decided) == (None, None)


@pytest.mark.parametrize("change", [{"policy": {}}, {"healthy": {"a": 1}}, {"training": {}}, {"figures": {}}])
def test_another_document_is_an_error(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        of_metadata({**METADATA, **change})
