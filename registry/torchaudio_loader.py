"""The one place that imports torchaudio.

torchaudio 2.11 links its compiled part to CUDA and fails to import beside a CPU-only torch ("libc10_cuda.so"). Its
Python part is all we use, so there the compiled part is replaced by a stub that says "not available". Where the
compiled part loads, nothing is touched.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


def torchaudio() -> Any:
    """The torchaudio package, importable with every build of torch."""
    try:
        return importlib.import_module("torchaudio")
    except OSError:
        # A half-imported package would be found again in sys.modules.
        for name in [n for n in sys.modules if n == "torchaudio" or n.startswith("torchaudio.")]:
            del sys.modules[name]
        sys.modules["torchaudio._extension"] = _stub()
        return importlib.import_module("torchaudio")


def _stub() -> ModuleType:
    stub = ModuleType("torchaudio._extension")
    stub.__dict__.update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        _check_cuda_version=lambda: None,
        fail_if_no_align=lambda function: function,
    )
    return stub
