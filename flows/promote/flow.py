"""The flow `promotion`: is the challenger to become champion? Each step is a task run, each end a state of its own."""

from __future__ import annotations

from uuid import UUID

from prefect import State, flow, get_run_logger, suspend_flow_run
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.process_logs import configure_logs
from flows.promote.attempts import Ending
from flows.promote.question import Question
from flows.promote.steps import Steps, Superseded, open_steps
from flows.stage import as_task
from registry.bundle import BadBundle
from speechscan.domain.ledger import Entry, GateOutcome
from speechscan.errors import SpeechScanError, Unavailable
from speechscan.settings import Settings
from speechscan.telemetry import logs

_log = logs.get(__name__)


@flow(name="promotion", persist_result=False)
def promotion(version: str | None = None, only_as_challenger: bool = False) -> State[None]:
    """Judges a version by the gate, and makes it champion if it passes.

    Args:
        version: number in MLflow; by default the one that bears the alias `challenger`
        only_as_challenger: nothing moves if the alias has left it meanwhile; so the watcher starts it
    """
    run_id, settings = UUID(flow_run.id), Settings.load()
    configure_logs("promotion", settings)
    try:
        with open_steps(settings, run_id) as steps:
            if (number := steps.chosen(version)) is None:
                return Completed(message="No version bears the alias 'challenger'.")
            if number == steps.asking.champion:
                return Completed(message=f"Version {number} is the champion.")
            return _decided(steps, number, only_as_challenger)
    except Superseded as error:
        return Completed(name=Ending.SUPERSEDED, message=error.detail)
    except Unavailable as error:
        return Failed(name=Ending.POSTPONED, message=f"{error.detail} The promotion is tried again.")


def _decided(steps: Steps, number: str, only_as_challenger: bool) -> State[None]:
    try:
        question = as_task("fingerprint", lambda: steps.question(number))
    except (BadBundle, LookupError) as error:
        return _refused(steps, steps.asking.about(number), f"Version {number} cannot be judged: {error}.")
    verdict = as_task("gate", lambda: steps.gate(question))
    _tell(steps, verdict)
    if verdict.outcome is GateOutcome.FAIL:
        return _not_passed(verdict, Failed(name=Ending.REFUSED, message=" ".join(verdict.reasons)))
    if verdict.outcome is GateOutcome.INCONCLUSIVE:
        return _not_passed(verdict, Completed(name=Ending.INCONCLUSIVE, message=" ".join(verdict.reasons)))
    _until_approved(steps, question)
    as_task("golden scores", lambda: steps.keep_golden_scores(question))
    try:
        as_task("promote", lambda: steps.promote(question, only_as_challenger=only_as_challenger))
    except (Superseded, Unavailable):
        raise
    except SpeechScanError as error:
        return _refused(steps, question, error.detail)
    _log.info("promoted", version=number, of=question.champion)
    return Completed(message=f"Version {number} is the champion, in the place of version {question.champion}.")


def _until_approved(steps: Steps, question: Question) -> None:
    """Where the policy wants it, the run is suspended: its process ends, and starts again from the top when somebody
    resumes the run in the Prefect UI. Then the suspension of the same key is over at once."""
    if steps.is_approved(question):
        return
    get_run_logger().info("Version %s has passed. Resume this run to approve its promotion.", question.version)
    suspend_flow_run(timeout=steps.settings.approval_wait_s, key=f"approval-{question.key}")
    as_task("approval", lambda: steps.approve(question))


def _not_passed(verdict: Entry, state: State[None]) -> State[None]:
    _log.error("promotion_refused", version=verdict.version, outcome=verdict.outcome, reasons=verdict.reasons)
    return state


def _refused(steps: Steps, question: Question, reason: str) -> State[None]:
    steps.refuse(question, reason)
    _log.error("promotion_refused", version=question.version, reason=reason)
    return Failed(name=Ending.REFUSED, message=reason)


def _tell(steps: Steps, verdict: Entry) -> None:
    settings = steps.settings
    lines = [
        f"# Gate: {verdict.outcome}",
        "",
        f"Version {verdict.version} against version {verdict.previous_version or 'none'}.",
        *(f"- {reason}" for reason in verdict.reasons),
        "",
        f"The report is attached to the [version in MLflow]({settings.mlflow_url}/#/models/{settings.model_name}"
        f"/versions/{verdict.version}), and lies in the object store as `{verdict.report_key}`.",
    ]
    create_markdown_artifact("\n".join(lines), key="gate", description=f"Gate of version {verdict.version}")
