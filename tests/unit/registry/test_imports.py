"""What registers a model must not load torch, and nothing loads what is heavy before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


def loaded_by(module: str) -> set[str]:
    program = f"import sys, {module}; print(*(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "registry.bundle",
        "registry.versions",
        "registry.bootstrap",
        "registry.backbones.choice",
        "registry.data.importers.foreign",
        "registry.data.people",
        "registry.data.rules",
        "bentos.model_slot",
        "speechscan.cli.data",
    ],
)
def test_the_light_modules_load_nothing_heavy(module: str) -> None:
    heavy = {
        "torch",
        "torchaudio",
        "mlflow",
        "onnxruntime",
        "sklearn",
        "scipy",
        "bentoml",
        "great_expectations",
        "pandas",
    }
    assert not loaded_by(module) & heavy


def test_the_scorer_needs_torch_for_its_measures_and_nothing_of_training() -> None:
    assert not loaded_by("registry.onnx_scorer") & {"torchaudio", "sklearn", "scipy", "matplotlib", "mlflow"}


def test_the_service_module_leaves_metrics_to_its_workers() -> None:
    assert not loaded_by("bentos.service") & {"prometheus_client", "torch", "mlflow", "onnxruntime"}


def test_torchaudio_imports_beside_a_torch_without_cuda() -> None:
    program = (
        "from registry.torchaudio_loader import torchaudio;"
        "assert torchaudio().functional.melscale_fbanks(257, 0.0, 8000.0, 8, 16000).shape == (257, 8);"
        "assert torchaudio() is torchaudio()"
    )
    subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=True, timeout=60)
