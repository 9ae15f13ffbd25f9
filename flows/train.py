"""The flow `train`: the stages of a training as task runs, the last of them a new version named `challenger`."""

from __future__ import annotations

import logging
from pathlib import Path

from prefect import flow, get_run_logger

from flows.stage import as_task
from registry.backbones.base import DEFAULT, BackboneConfig
from registry.data.rendering import rendered
from registry.data.report import Report
from registry.training import pipeline, progress
from registry.training.registration import register
from registry.training.request import Request
from registry.versions import MlflowRegistry
from speechscan.settings import Settings


@flow(name="train", persist_result=False)
def train(
    manifest: Path,
    out: Path,
    seed: int = 0,
    quick: bool = False,
    final: bool = False,
    registered: bool = True,
    skip_bad: bool = False,
    backbone: BackboneConfig = DEFAULT,
) -> str | None:
    """Returns the number of the new version, None when none was to be registered."""
    settings = Settings.load()
    cache = settings.data_dir / "features"
    request = Request.of(
        manifest, out, seed=seed, quick=quick, final=final, skip_bad=skip_bad, cache=cache, backbone=backbone
    )
    outcome = pipeline.train(request, step=as_task, progress=progress.watcher.get(), inform=_logged)
    if not registered:
        return None
    versions = MlflowRegistry(settings.mlflow_url, settings.model_name)
    return as_task("register", lambda: register(outcome, versions))


def _logged(report: Report) -> None:
    get_run_logger().log(logging.WARNING if report.findings else logging.INFO, rendered(report))
