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
    """Trains the model on a manifest of labelled clips, and registers it as the version `challenger`.

    Args:
        manifest: CSV file of labelled clips, on the worker's machine; docs/data.md has its columns
        out: folder for bundle, card and report, on the worker's machine
        seed: of the folds and of the training
        quick: fewer folds and steps, to try it out; never for a model that people are judged by
        final: scores the kept-out test speakers as well; look at them once
        registered: whether the result becomes a version in MLflow
        skip_bad: goes on without clips that fail their checks, instead of ending with a list of them
        backbone: what the features come from; docs/backbones.md

    Returns the number of the new version, None when none was to be registered."""
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
