from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.db.migrate import alembic_config, upgrade
from speechscan.db.tables import ended_at, jobs, reports
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.report import ReportKind, report_id
from speechscan.settings import Settings
from tests.conftest import fresh_database

ROOT = Path(__file__).parents[2]


def test_migrations_make_what_the_tables_say(settings: Settings) -> None:
    command.check(alembic_config(settings))


def test_down_to_nothing_and_up_again(settings: Settings) -> None:
    command.downgrade(alembic_config(settings), "base")
    engine = sync_engine(settings)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    upgrade(settings)
    command.check(alembic_config(settings))


def test_gate_reports_from_before_they_were_listed_are_listed(settings: Settings) -> None:
    made = sync_engine(settings)
    command.downgrade(alembic_config(settings), "0006")
    ledger, page = PostgresLedger(made), f"gate/{'c' * 64}/0123456789abcdef/report.html"
    entry = NewEntry(
        event=Event.GATE,
        actor="test",
        model_name="m",
        version="4",
        digest="c" * 64,
        previous_version="3",
        outcome=GateOutcome.INCONCLUSIVE,
        reasons=("Too few.",),
        references=("clinic@1:abc",),
        report_key=page,
    )
    ledger.append(entry)
    ledger.append(replace(entry, outcome=GateOutcome.FAIL))
    ledger.append(replace(entry, event=Event.PROMOTION, report_key=None))
    upgrade(settings)
    with made.connect() as db:
        (row,) = db.execute(select(reports)).all()
    made.dispose()
    assert row.id == report_id(ReportKind.GATE, page)
    assert (row.kind, row.outcome, row.model_version) == ("gate", "fail", "4")
    assert (row.html_key, row.json_key) == (page, page.replace("html", "json"))
    assert row.summary["reasons"] == ["Too few."]
    assert row.summary["references"] == ["clinic@1"]


def test_jobs_of_batches_that_wait_let_others_go_first_from_then_on(settings: Settings) -> None:
    made = sync_engine(settings)
    command.downgrade(alembic_config(settings), "0011")
    with made.begin() as db:
        columns = "id, owner, state, format, size_bytes, object_key"
        job = f"insert into jobs ({columns}) values (:id, 'o', :state, 'wav', 1, 'k')"  # noqa: S608
        of_batch, ended, alone, batch = (uuid4() for _ in range(4))
        db.execute(text(job), [{"id": of_batch, "state": "queued"}, {"id": ended, "state": "completed"}])
        db.execute(text(job), {"id": alone, "state": "queued"})
        db.execute(text("insert into batches (id, owner) values (:id, 'o')"), {"id": batch})
        item = (
            "insert into batch_items (batch_id, position, stage, job_id) values (:batch, :position, 'admitted', :job)"
        )
        items = [{"batch": batch, "position": n, "job": job_id} for n, job_id in enumerate((of_batch, ended))]
        db.execute(text(item), items)
    upgrade(settings)
    with made.connect() as db:
        found = dict(db.execute(select(jobs.c.id, jobs.c.in_batch)).all())
    made.dispose()
    assert found == {of_batch: True, ended: False, alone: False}


def test_two_starters_do_not_race(postgres: str) -> None:
    start = "from speechscan.db.migrate import upgrade; from speechscan.settings import Settings; upgrade(Settings())"
    with fresh_database(postgres) as url:
        environment = os.environ | {"SPEECHSCAN_DATABASE_URL": url.get_secret_value()}
        starters = [
            subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        ends = [(starter.communicate(timeout=60)[1].decode(), starter.returncode) for starter in starters]
        assert [code for _, code in ends] == [0, 0], ends
        command.check(alembic_config(Settings(database_url=url)))


@pytest.mark.parametrize(
    "change", [{"state": "lost"}, {"state": "running"}, {"lease_token": uuid4()}], ids=["state", "no lease", "lease"]
)
def test_impossible_jobs_are_refused(settings: Settings, change: dict[str, Any]) -> None:
    engine = sync_engine(settings)
    job = {"id": uuid4(), "owner": "o", "state": "queued", "format": "wav", "size_bytes": 1, "sha256": ""}
    with engine.begin() as db:
        db.execute(insert(jobs).values(**job, object_key="k"))
    with pytest.raises(IntegrityError, match="CheckViolation"), engine.begin() as db:
        db.execute(update(jobs).values(change))
    engine.dispose()


def test_a_window_of_time_is_read_by_its_index(settings: Settings) -> None:
    """The index's expression is the one that the flows ask by. The empty table alone would give a sequential scan."""
    engine = sync_engine(settings)
    with engine.begin() as db:
        db.execute(text("set local enable_seqscan = off"))
        plan = db.execute(text(f"explain {select(jobs.c.id).where(ended_at < text('now()'))}")).scalars()
        assert "ix_jobs_ended_at" in "\n".join(plan)
    engine.dispose()
