from __future__ import annotations

import pytest

from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.onnx_scorer import OnnxScorer
from speechscan.domain.result import ModelRef


@pytest.fixture(scope="session")
def shipped() -> Bundle:
    return bundle.read(SHIPPED)


@pytest.fixture(scope="session")
def scorer(shipped: Bundle) -> OnnxScorer:
    return OnnxScorer(shipped, ModelRef("speechscan", "1"))
