"""The API installs and runs without the models' and the flows' frameworks."""

from __future__ import annotations

import subprocess
import sys

FORBIDDEN = (
    "torch",
    "torchaudio",
    "prefect",
    "mlflow",
    "bentoml",
    "onnxruntime",
    "sklearn",
    "av",
    "soundfile",
    "numpy",
)


def test_process_never_imports_what_it_must_not():
    script = (
        "import sys\n"
        "from api.app import create_app\n"
        "create_app().openapi()\n"
        f"print(*(name for name in {FORBIDDEN} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == []
