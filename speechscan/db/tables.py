"""Tables, in SQLAlchemy Core. Migrations in `migrations/` make them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from speechscan.domain.job import JobState
from speechscan.domain.report import ReportKind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_moment = DateTime(timezone=True)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    # The caller. Several keys may share it, so that a key can be rotated without losing its jobs.
    Column("name", String(100), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", ARRAY(String(40)), nullable=False),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("revoked_at", _moment),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("state", String(20), nullable=False),
    Column("format", String(20), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    # Null once the job is erased: it is a fingerprint of the recording.
    Column("sha256", String(64)),
    Column("object_key", String(200), nullable=False),
    Column("user_hash", String(64)),
    Column("idempotency_key", String(200)),
    Column("request_id", String(64)),
    Column("failed_attempts", Integer, nullable=False, server_default="0"),
    # Its worker died: it runs alone until it ends, so that a poison job harms no other.
    Column("suspect", Boolean, nullable=False, server_default=text("false")),
    Column("not_before", _moment),
    Column("lease_owner", String(100)),
    Column("lease_token", UUID(as_uuid=True)),
    Column("lease_deadline", _moment),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("started_at", _moment),
    Column("finished_at", _moment),
    Column("error_code", String(60)),
    Column("error_detail", String(1000)),
    Column("stages_ms", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    UniqueConstraint("owner", "idempotency_key"),
    CheckConstraint(f"state in ({', '.join(repr(s.value) for s in JobState)})", name="state"),
    CheckConstraint("(state = 'running') = (lease_token is not null)", name="lease"),
    Index("ix_jobs_owner_created_at_id", "owner", "created_at", "id"),
    Index("ix_jobs_owner_user_hash", "owner", "user_hash"),
    Index("ix_jobs_queued", "created_at", postgresql_where=text("state = 'queued'")),
    Index("ix_jobs_suspect", "created_at", postgresql_where=text("state = 'queued' and suspect")),
    Index("ix_jobs_running", "lease_deadline", postgresql_where=text("state = 'running'")),
)

results = Table(
    "results",
    metadata,
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id"), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("probability", Float, nullable=False),
    Column("model_name", String(100), nullable=False),
    Column("model_version", String(40), nullable=False),
    Column("document", JSONB, nullable=False),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
)

# One row per serving process: when it last had a champion loaded and ready.
model_heartbeats = Table(
    "model_heartbeats",
    metadata,
    Column("instance", String(200), primary_key=True),
    Column("model_name", String(100), nullable=False),
    Column("model_version", String(40), nullable=False),
    Column("ready_at", _moment, nullable=False),
)

# What the flows that watch have found. The whole of each lies in the object store under its keys.
reports = Table(
    "reports",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("made_at", _moment, nullable=False, server_default=func.now()),
    Column("outcome", String(40), nullable=False),
    Column("summary", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("html_key", String(200)),
    Column("json_key", String(200)),
    Column("flow_run_id", UUID(as_uuid=True)),
    Column("model_version", String(40)),
    CheckConstraint(f"kind in ({', '.join(repr(k.value) for k in ReportKind)})", name="kind"),
    Index("ix_reports_kind_made_at_id", "kind", "made_at", "id"),
    Index("ix_reports_made_at_id", "made_at", "id"),
)
