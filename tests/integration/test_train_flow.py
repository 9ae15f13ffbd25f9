"""The flow `train` in a real Prefect server of its own: its stages are task runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from registry import bundle
from registry.backbones.base import BackboneConfig
from registry.data.report import Report
from registry.training.pipeline import Outcome
from registry.training.request import QUICK, Request

# Prefect's temporary server warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(240)]


def test_each_stage_is_a_task_run_of_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.testing.utilities import prefect_test_harness

    from flows.train import train

    asked: list[Request] = []
    chosen = BackboneConfig("wav2vec2", "FOLDER", 2)

    def short(request: Request, step: Any, progress: Any, inform: Any) -> Outcome:
        asked.append(request)
        inform(Report(request.manifest, (), (), {}))
        made = step("fit", lambda: bundle.read(bundle.SHIPPED))
        return Outcome(step("write bundle", lambda: made), [], tmp_path)

    monkeypatch.setattr("registry.training.pipeline.train", short)
    monkeypatch.setenv("SPEECHSCAN_DATA_DIR", str(tmp_path))
    with prefect_test_harness(server_startup_timeout=120), get_client(sync_client=True) as client:
        asked_for = {"seed": 3, "quick": True, "registered": False, "skip_bad": True, "backbone": chosen}
        assert train(tmp_path / "manifest.csv", tmp_path / "out", **asked_for) is None
        runs = {run.name.rpartition("-")[0]: run.state_name for run in client.read_task_runs()}
    assert runs == {"fit": "Completed", "write bundle": "Completed"}
    assert (asked[0].seed, asked[0].effort, asked[0].final, asked[0].skip_bad) == (3, QUICK, False, True)
    assert asked[0].backbone == chosen
    assert asked[0].cache == tmp_path / "features"
