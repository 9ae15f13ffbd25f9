"""The runs of the flow `promotion` in Prefect: looked up and started for the watcher."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed
from sqlalchemy import Engine

from flows.promote.attempts import Attempt
from flows.promote.question import Question
from speechscan.db.presence import is_present
from speechscan.errors import NotFound

DEPLOYMENT = "promotion/promotion"
# A run takes its place in the database within a second of being Running.
_SETTLING_S = 30.0


class PromotionRuns:
    """Raises one of `flows.screen.operator.AWAY` when Prefect's API cannot be reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def attempts(self, question: Question) -> list[Attempt]:
        """Oldest first. A run whose process is gone is told to Prefect as crashed on the way."""
        wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[_tag(question)]))
        with get_client(sync_client=True) as client:
            found = client.read_flow_runs(flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_ASC)
            return [self._attempt(client, run) for run in found]

    def start(self, question: Question, number: int) -> None:
        """The `number`th run of the question: two watchers that start it at once start one. Raises NotFound."""
        with get_client(sync_client=True) as client:
            try:
                deployment = client.read_deployment_by_name(DEPLOYMENT)
            except ObjectNotFound as error:
                raise NotFound(f"Prefect has no deployment {DEPLOYMENT}: run `prefect deploy --all`.") from error
            client.create_flow_run_from_deployment(
                deployment.id,
                name=f"version {question.version}, attempt {number}",
                parameters={"version": question.version, "only_as_challenger": True},
                tags=[_tag(question)],
                idempotency_key=f"{question.key}-{number}",
            )

    def _attempt(self, client: SyncPrefectClient, run: FlowRun) -> Attempt:
        state = run.state
        if state is None:
            return Attempt("SCHEDULED", "Scheduled", "", run.created or datetime.now(UTC))
        since = (datetime.now(UTC) - state.timestamp).total_seconds()
        if state.type is StateType.RUNNING and since > _SETTLING_S and not is_present(self._engine, str(run.id)):
            state = self._last_state(client, run.id)
        return Attempt(state.type.value, state.name or "", state.message or "", state.timestamp)

    def _last_state(self, client: SyncPrefectClient, run_id: UUID) -> State:
        """Of a run whose process is gone. It may have ended since it was read, as it should; else its worker died with
        it, or nobody else would be needed to say so."""
        state = client.read_flow_run(run_id).state
        if state is None or state.type is StateType.RUNNING:
            state = Crashed(message="The process of the run is gone.")
            client.set_flow_run_state(run_id, state, force=True)
        return state


def _tag(question: Question) -> str:
    return f"question:{question.key}"
