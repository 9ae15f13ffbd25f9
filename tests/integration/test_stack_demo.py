"""`speechscan demo --once`, as the README's first command runs it, and its second run on the same folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechscan.cli.demonstration import VOICES
from speechscan.domain.disclaimer import DISCLAIMER
from tests.integration.local_stack import free_ports, speechscan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_the_demo_screens_its_synthetic_voices_twice(tmp_path: Path) -> None:
    for _ in range(2):
        ports = free_ports()
        ended = speechscan(
            "demo", "--once", "--data-dir", str(tmp_path / "data"), "--port-base", str(ports.base), timeout_s=280
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        for name, format in VOICES:
            assert name.startswith("synthetic-")
            assert f"{name}.{format}" in ended.stdout
        assert ended.stdout.count("speechscan version 1") == 3
        assert ended.stdout.count("An API key for this demo, shown only now: sps_") == 1
        assert " ".join(DISCLAIMER.split()[:6]) in ended.stdout
        for address in (f"{ports.url('api')}/docs", ports.url("prefect"), ports.url("mlflow")):
            assert address in ended.stdout
