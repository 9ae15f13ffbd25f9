"""What a process loads by naming the decode pool: the worker's own process needs no codec library."""

from __future__ import annotations

import subprocess
import sys


def test_the_pool_loads_no_codec_library() -> None:
    loaded = "import sys, speechscan.audio.pool; print({'av', 'soundfile', 'numpy'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=30)
    assert answer.stdout.strip() == "set()"
