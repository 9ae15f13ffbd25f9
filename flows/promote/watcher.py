"""The promotion watcher: looks at the aliases every few seconds, with no deployment run per look.

A look asks MLflow for the aliases and the database for the latest entries; only a challenger that is not the champion
costs more.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from sqlalchemy import Engine

from flows.promote.asked import Asking
from flows.promote.attempts import Step, next_number, next_step
from flows.promote.duty import Duty
from flows.promote.question import DETAIL, Question
from flows.promote.runs import PromotionRuns
from registry import promotion, watch_champion
from registry.bundle import BadBundle
from registry.versions import CHALLENGER, CHAMPION, MlflowRegistry
from registry.watch_champion import WatchBounds
from regression.gate import policy
from regression.references.index import Index
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.db.presence import Presence
from speechscan.domain.ledger import Event, NewEntry
from speechscan.settings import Settings
from speechscan.storage import S3Store
from speechscan.telemetry import logs

ACTOR = "promotion watcher"
# By it the local stack sees that it lives.
NAME = "promotion-watcher"
_log = logs.get(__name__)


class Watcher:
    def __init__(self, asking: Asking, runs: PromotionRuns, engine: Engine, every_s: float) -> None:
        self._asking = asking
        self._registry, self._ledger = asking.registry, asking.ledger
        self._runs = runs
        self._engine = engine
        self._every_s = every_s
        self._presence = Presence(engine, NAME)
        self._seen: tuple[object, ...] = ()
        self._answered: set[str] = set()

    @classmethod
    def on(cls, settings: Settings) -> Watcher:
        engine = sync_engine(settings)
        asking = Asking(
            MlflowRegistry(settings.mlflow_url, settings.model_name),
            PostgresLedger(engine),
            Index(S3Store(settings, pool=1)),
            settings.gate_policy or policy.FILE,
        )
        return cls(asking, PromotionRuns(engine), engine, settings.promotion_poll_s)

    def run(self, stop: threading.Event) -> None:
        duties = [Duty(duty) for duty in (self._presence.keep, self.reconcile, self.roll_back, self.start_promotion)]
        _log.info("watching", every_s=self._every_s)
        while not stop.is_set():
            for duty in duties:
                duty()
            stop.wait(self._every_s)

    def reconcile(self) -> None:
        """Writes down a champion that was set by hand or half-way, if it may be one."""
        latest = self._ledger.history(self._registry.name, limit=1)
        seen = (self._registry.resolve(CHAMPION), latest[0].id if latest else 0)
        # What may not be champion may not until something changes, and to find that out its files are fetched.
        if seen == self._seen:
            return
        try:
            entry, reason = promotion.reconcile(self._registry, self._ledger), "It has passed no gate."
        except (BadBundle, LookupError) as error:
            entry, reason = None, f"It cannot be read: {error}."
        if entry is not None:
            if entry.event is Event.ROLLBACK:
                _log.error("rolled_back", version=entry.version, of=entry.previous_version, actor=entry.actor)
            else:
                _log.info("promoted", version=entry.version, of=entry.previous_version, actor=entry.actor)
        elif seen[0] not in (None, self._asking.champion):
            _log.error("champion_refused", version=seen[0], reason=reason)
        self._seen = seen

    def roll_back(self) -> None:
        """If the new champion fails in its first minutes."""
        watch = self._asking.policy.watch
        bounds = WatchBounds(watch.minutes, watch.max_error_rate, watch.least_scorings)
        if entry := watch_champion.watch(self._registry, self._ledger, self._engine, bounds):
            _log.error("rolled_back", version=entry.version, of=entry.previous_version, reason=entry.reasons[0])

    def start_promotion(self) -> None:
        version = self._registry.resolve(CHALLENGER)
        if version is None or version == self._asking.champion:
            return
        question = self._asking.about(version)
        if question.key in self._answered or question.is_settled(self._ledger.history(self._registry.name)):
            return
        attempts = self._runs.attempts(question)
        following = next_step(attempts, datetime.now(UTC))
        match following.step:
            case Step.START:
                number = next_number(attempts)
                self._runs.start(question, number)
                _log.info("promotion_started", version=version, attempt=number)
            case Step.REFUSE:
                self._refuse(question, following.reason)
            case Step.ANSWERED:
                self._answered.add(question.key)

    def _refuse(self, question: Question, reason: str) -> None:
        entry = NewEntry(
            event=Event.REFUSAL,
            actor=ACTOR,
            model_name=self._registry.name,
            version=question.version,
            digest=question.digest or "",
            reasons=(reason,),
            policy_sha256=question.policy_sha256,
            references=question.references,
            details={DETAIL: question.key},
        )
        self._ledger.append(entry)
        _log.error("promotion_refused", version=question.version, reason=reason)
