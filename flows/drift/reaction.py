"""What follows from drift: by the policy an alert, a training, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from flows.drift.assessment import Assessment
from regression.drift.comparison import Comparison
from regression.drift.policy import Action, DriftPolicy
from speechscan.domain.sentence import Sentence, Wording
from speechscan.settings import Settings
from speechscan.telemetry import logs

TRAINING = "train/train"

_NO_DATA = Wording(
    "training-no-data",
    "No training was started: SPEECHSCAN_VOICE_DATA does not say where the labelled recordings are.",
)
_NO_DEPLOYMENT = Wording("training-no-deployment", "No training was started: there is no deployment {deployment}.")
_STARTED = Wording("training-started", "A training was started: the run {run}.")
_log = logs.get("flows.drift")


async def react(found: Assessment, policy: DriftPolicy, settings: Settings, flow_run_id: UUID | None) -> list[Sentence]:
    """Sentences that say what was done."""
    actions = {one.against: _action(one, policy) for one in found.comparisons if one.found}
    for comparison in found.comparisons:
        if actions.get(comparison.against, "nothing") != "nothing":
            _log_drift(comparison, found.version)
    if "train" not in actions.values():
        return []
    return [await _start_training(settings, flow_run_id)]


def _log_drift(comparison: Comparison, version: str) -> None:
    for one in comparison.found:
        features = [compared.feature for compared in one.drifted]
        _log.error("drift_found", against=one.against, task=one.task, features=features, version=version)


def _action(comparison: Comparison, policy: DriftPolicy) -> Action:
    return next((action for against, action in policy.on_drift.items() if against == comparison.against), "alert")


async def _start_training(settings: Settings, flow_run_id: UUID | None) -> Sentence:
    """Once a drift run, however often it is tried."""
    if settings.voice_data is None:
        return _NO_DATA()
    parameters = {
        "manifest": str(settings.voice_data / "manifest.csv"),
        "out": str(settings.data_dir / "trained" / f"drift-{datetime.now(UTC):%Y-%m-%d-%H%M}"),
    }
    async with get_client() as client:
        try:
            deployment = await client.read_deployment_by_name(TRAINING)
        except ObjectNotFound:
            return _NO_DEPLOYMENT(deployment=TRAINING)
        key = f"drift-{flow_run_id}" if flow_run_id else None
        run = await client.create_flow_run_from_deployment(
            deployment.id, parameters=parameters, idempotency_key=key, tags=["drift"]
        )
    return _STARTED(run=run.name)
