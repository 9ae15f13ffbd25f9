"""The runs of the flow `promotion` in Prefect: looked up and started for the watcher."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed
from sqlalchemy import Engine

from flows.promote.absence import Absences
from flows.promote.attempts import Attempt
from flows.promote.question import Question
from speechscan.db.presence import is_present
from speechscan.errors import NotFound

DEPLOYMENT = "promotion/promotion"
# How long a run may be in a state before its process is missed, s. It takes its place in the database within a second
# of being Running. From Pending a start takes up to half a minute on a loaded machine (what waits for its turn is
# Scheduled). A run that is cancelled is killed after 30 s.
_SETTLED_AFTER_S = {StateType.RUNNING: 30.0, StateType.PENDING: 300.0, StateType.CANCELLING: 300.0}
# More than the rules of `next_step` count to. An outage over a night leaves some hundred.
_MOST = 100
_GONE = "The process of the run is gone."


class PromotionRuns:
    """Raises one of `flows.screen.operator.AWAY` when Prefect's API cannot be reached, Unavailable when the database
    cannot."""

    def __init__(self, engine: Engine, absences: Absences | None = None) -> None:
        self._engine = engine
        self._absences = absences or Absences()

    def attempts(self, question: Question) -> list[Attempt]:
        """The last ones, oldest first. To be called every few seconds: a run whose process is missed for long enough is
        told to Prefect as crashed, or cancelled, on the way."""
        wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[_tag(question)]))
        with get_client(sync_client=True) as client:
            newest = client.read_flow_runs(
                flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=_MOST
            )
            return [self._attempt(client, run) for run in reversed(newest)]

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
                # `_number` reads it back.
                idempotency_key=f"{question.key}-{number}",
            )

    def _attempt(self, client: SyncPrefectClient, run: FlowRun) -> Attempt:
        state = run.state
        if state is None:
            return Attempt("SCHEDULED", "Scheduled", "", run.created or datetime.now(UTC), _number(run))
        if self._is_orphan(run.id, state):
            state = self._last_state(client, run.id, state)
        return Attempt(state.type.value, state.name or "", state.message or "", state.timestamp, _number(run))

    def _is_orphan(self, run_id: UUID, state: State) -> bool:
        settled_after_s = _SETTLED_AFTER_S.get(state.type)
        if settled_after_s is None or (datetime.now(UTC) - state.timestamp).total_seconds() <= settled_after_s:
            return False
        return self._absences.is_gone(run_id, present=is_present(self._engine, str(run_id)))

    def _last_state(self, client: SyncPrefectClient, run_id: UUID, seen: State) -> State:
        """Of a run whose process is gone. It may have ended since it was read, as it should; else its worker died with
        it, or before it, or nobody else would be needed to say so."""
        state = client.read_flow_run(run_id).state
        if state is None or state.type is seen.type:
            state = Crashed(message=_GONE) if seen.type is not StateType.CANCELLING else Cancelled(message=seen.message)
            client.set_flow_run_state(run_id, state, force=True)
        return state


def _tag(question: Question) -> str:
    return f"question:{question.key}"


def _number(run: FlowRun) -> int:
    """A run that somebody copied in the Prefect UI has the tag of its question, and no key."""
    tail = (run.idempotency_key or "").rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
