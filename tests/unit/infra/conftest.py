"""What more than one test of rules and dashboards needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import prometheus_client
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from tests.alert_rules import families, recorded


@pytest.fixture(scope="session")
def shown() -> set[str]:
    """All metrics of the API, the worker and the scorer, which shows its own in the process's registry; and what rules
    record of them."""
    from api.metrics import Metrics
    from bentos.metrics import ServiceMetrics
    from flows.screen.metrics import WorkerMetrics

    with pytest.MonkeyPatch.context() as patch:
        scorer = CollectorRegistry()
        for kind in ("Counter", "Gauge", "Histogram"):
            patch.setattr(prometheus_client, kind, partial(getattr(prometheus_client, kind), registry=scorer))
        ServiceMetrics()
    told = b"".join(generate_latest(registry) for registry in (Metrics().registry, WorkerMetrics().registry, scorer))
    return families(set(re.findall(r"# HELP (\S+)", told.decode()))) | recorded()


@pytest.fixture(scope="session")
def promtool() -> Callable[..., None]:
    """Runs it with these arguments; what it finds fails the test."""
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not here: Debian has it in the package prometheus")

    def run(*arguments: str | Path) -> None:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    return run
