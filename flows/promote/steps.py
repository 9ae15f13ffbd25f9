"""The steps of a promotion, without Prefect. Each may be run again after a run that was killed in it or after it: what
the ledger, the registry or the object store has already is not made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flows.promote.asked import Asking
from flows.promote.question import DETAIL, Question
from flows.regress.sets import jobs
from registry import digest, promotion
from registry.training.progress import Progress, silent
from registry.versions import CHALLENGER, MlflowRegistry
from regression.gate import policy
from regression.gate.record import Records
from regression.gate.session import fetched, gate_version
from regression.golden.golden import golden_of
from regression.references.index import Index
from regression.scoring import score
from speechscan.db import reports
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.db.presence import Presence
from speechscan.domain.ledger import Entry, Event, GateOutcome, NewEntry
from speechscan.errors import Conflict
from speechscan.settings import Settings
from speechscan.storage import S3Store

ACTOR = "promotion flow"
APPROVER = "Prefect UI"


class Superseded(Conflict):
    """What was judged is no longer what was asked: the alias has moved on, or there is another champion."""


@dataclass(frozen=True, slots=True)
class Steps:
    """flow_run_id: for the ledger"""

    settings: Settings
    records: Records
    asking: Asking
    flow_run_id: UUID

    def chosen(self, version: str | None) -> str | None:
        """The version named, else the challenger."""
        return version or self.records.registry.resolve(CHALLENGER)

    def question(self, version: str) -> Question:
        """With the digest of the files, whatever the tag says. Raises BadBundle, LookupError."""
        return replace(self.asking.about(version), digest=digest.computed(self.records.registry, version))

    def gate(self, question: Question, progress: Progress = silent) -> Entry:
        """The ledger's entry: the one that answers the question, or that of a new judgement."""
        if answer := self._answer(question):
            return answer
        gate_version(
            self.settings,
            question.version,
            self.records,
            champion=question.champion,
            policy=self.asking.policy,
            actor=ACTOR,
            flow_run_id=self.flow_run_id,
            progress=progress,
        )
        if answer := self._answer(question):
            return answer
        raise Superseded("The policy, the reference sets or the champion changed while the gate was at work.")

    def is_approved(self, question: Question) -> bool:
        return not self.asking.policy.approval.required or any(map(question.is_approved_by, self._history))

    def approve(self, question: Question) -> None:
        """To be called when a person has resumed the run: Prefect does not tell who."""
        if not any(map(question.is_approved_by, self._history)):
            self.records.ledger.append(self._decision(Event.APPROVAL, question, APPROVER, GateOutcome.PASS))

    def keep_golden_scores(self, question: Question, progress: Progress = silent) -> int:
        """Of the phantoms and each set in use, where there are none yet; says how many were made. They come before the
        promotion, so that no champion is without them, however a run ends."""
        wanted = [
            job for job in jobs(self.records.objects) if job.shelf.get(str(question.digest), job.reference) is None
        ]
        if not wanted:
            return 0
        gate = self.settings.quality_gate
        with TemporaryDirectory(prefix="speechscan-golden-") as scratch:
            contender = fetched(self.records.registry, question.version, Path(scratch))
            for job in wanted:
                scored = score(job.reference, job.sounds, contender.scorer, gate, progress)
                job.shelf.put(golden_of(contender.digest, job.reference, scored, gate))
        return len(wanted)

    def promote(self, question: Question, *, only_as_challenger: bool) -> Entry:
        """Raises Superseded, Conflict."""
        if only_as_challenger and self.chosen(None) != question.version:
            raise Superseded(f"The alias '{CHALLENGER}' is no longer on version {question.version}.")
        if self.asking.champion not in (question.champion, question.version):
            raise Superseded(f"Version {question.champion}, which it was compared with, is no longer the champion.")
        return promotion.promote(
            self.records.registry,
            self.records.ledger,
            question.version,
            str(question.digest),
            ACTOR,
            against=question.champion,
            flow_run_id=self.flow_run_id,
        )

    def refuse(self, question: Question, reason: str) -> None:
        self.records.ledger.append_refusal(self._decision(Event.REFUSAL, question, ACTOR, reasons=(reason,)))

    @property
    def _history(self) -> list[Entry]:
        return self.records.ledger.history(self.records.registry.name)

    def _answer(self, question: Question) -> Entry | None:
        return max(filter(question.is_answered_by, self._history), key=lambda entry: entry.id, default=None)

    def _decision(
        self,
        event: Event,
        question: Question,
        actor: str,
        outcome: GateOutcome | None = None,
        reasons: tuple[str, ...] = (),
    ) -> NewEntry:
        return NewEntry(
            event=event,
            actor=actor,
            model_name=self.records.registry.name,
            version=question.version,
            digest=question.digest or "",
            outcome=outcome,
            reasons=reasons,
            policy_sha256=question.policy_sha256,
            references=question.references,
            flow_run_id=self.flow_run_id,
            details={DETAIL: question.key},
        )


@contextmanager
def open_steps(settings: Settings, flow_run_id: UUID) -> Iterator[Steps]:
    """From here to the end of the process the watcher sees that the run lives: Prefect learns how the run has ended
    only after the block."""
    engine = sync_engine(settings)
    objects = S3Store(settings)
    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    records = Records(registry, PostgresLedger(engine), objects, partial(reports.add, engine))
    asking = Asking(records.registry, records.ledger, Index(objects), settings.gate_policy or policy.FILE)
    try:
        Presence(engine, str(flow_run_id)).keep_until_exit()
        yield Steps(settings, records, asking, flow_run_id)
    finally:
        engine.dispose()
