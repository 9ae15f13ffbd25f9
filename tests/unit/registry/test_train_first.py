"""Training again on the same clips gives the shipped model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from registry import bundle
from registry.bundle import SHIPPED
from speechscan.settings import Settings


def without_bounds(document: object) -> list[float]:
    """All numbers of the figures, in order."""
    if isinstance(document, dict):
        return [number for value in document.values() for number in without_bounds(value)]
    return [float(document)] if isinstance(document, (int, float)) else []


# Some 40 s of CPU: 250 nested fits, the export and the bootstrap.
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("default")
def test_training_reproduces_the_shipped_model_and_its_figures(tmp_path: Path) -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the training corpus is not here")
    from registry.first_model import Weights
    from registry.train_first import train

    train(voice_data, tmp_path)
    shipped, again = (json.loads((folder / bundle.METADATA).read_text()) for folder in (SHIPPED, tmp_path))
    assert without_bounds(again["figures"]) == pytest.approx(without_bounds(shipped["figures"]), abs=0.03)
    assert again["training"] == shipped["training"]
    for part in ("policy", "golden"):
        assert again[part] == pytest.approx(shipped[part], abs=1e-3)
    assert again["familiar_limit"] == pytest.approx(shipped["familiar_limit"], abs=1e-2)
    old, new = Weights.load(SHIPPED / bundle.WEIGHTS), Weights.load(tmp_path / bundle.WEIGHTS)
    np.testing.assert_allclose(new.weight, old.weight, atol=1e-3)
    assert bundle.read(tmp_path).graph.stat().st_size == pytest.approx(shipped_graph_size(), rel=0.1)


def shipped_graph_size() -> int:
    return (SHIPPED / bundle.GRAPH).stat().st_size
