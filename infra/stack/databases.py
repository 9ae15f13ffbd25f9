"""The three databases of the one PostgreSQL server."""

from __future__ import annotations

import psycopg
from psycopg import sql

from infra.stack import environment
from infra.stack.ports import Ports
from infra.stack.secrets import Secrets


def make_databases(secrets: Secrets, ports: Ports) -> None:
    """Makes those that are missing. Idempotent."""
    with psycopg.connect(environment.database_url("postgresql", "postgres", secrets, ports), autocommit=True) as db:
        there = {row[0] for row in db.execute("select datname from pg_database")}
        for name in environment.DATABASES:
            if name not in there:
                db.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        # Prefect's states are the operators' view, not the truth about jobs: they may lose the last 0.6 s in a crash.
        db.execute("alter database prefect set synchronous_commit = off")
