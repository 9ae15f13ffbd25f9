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
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from speechscan.domain.batch import ItemStage
from speechscan.domain.job import JobState, Reaper
from speechscan.domain.ledger import Event, GateOutcome
from speechscan.domain.outcome import Label
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import ReportKind
from speechscan.domain.webhook import DeliveryState

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


def _repeatable() -> list[Column[str]]:
    """Of what a request under an idempotency key has made: the key, and a keyed hash of the request."""
    return [Column("idempotency_key", String(200)), Column("fingerprint", String(64))]


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

# People who signed in on the web page with a key. What their browser holds is known here as its digest only.
web_sessions = Table(
    "web_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("key_id", UUID(as_uuid=True), ForeignKey("api_keys.id"), nullable=False, index=True),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("used_at", _moment, nullable=False, server_default=func.now()),
    # The idle limit or the absolute one, whichever comes first.
    Column("ends_at", _moment, nullable=False, index=True),
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
    # What is spoken, as the caller said (`speechscan.domain.task`). Null where nobody said, and once the job is erased.
    Column("task", String(60)),
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
    # W3C trace context of the submission, which the worker continues. Null where tracing is off.
    Column("traceparent", String(55)),
    # Who is told of the end instead of the owner's own address. May hold a token of the receiver's.
    Column("webhook_url", String(2000)),
    # It came with a batch, and lets recordings that came alone go first.
    Column("in_batch", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("owner", "idempotency_key"),
    CheckConstraint(f"state in ({', '.join(repr(s.value) for s in JobState)})", name="state"),
    CheckConstraint("(state = 'running') = (lease_token is not null)", name="lease"),
    Index("ix_jobs_owner_created_at_id", "owner", "created_at", "id"),
    Index("ix_jobs_owner_user_hash", "owner", "user_hash"),
    Index("ix_jobs_queued", "created_at", postgresql_where=text("state = 'queued'")),
    Index("ix_jobs_turn", "in_batch", "created_at", postgresql_where=text("state = 'queued'")),
    Index("ix_jobs_suspect", "created_at", postgresql_where=text("state = 'queued' and suspect")),
    Index("ix_jobs_running", "lease_deadline", postgresql_where=text("state = 'running'")),
    # For whoever reads a window of time: the expression is `ended_at` below.
    Index("ix_jobs_ended_at", text("coalesce(finished_at, created_at)")),
)
# When a job ended. A row that lacks that time has another.
ended_at = func.coalesce(jobs.c.finished_at, jobs.c.created_at)

results = Table(
    "results",
    metadata,
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id"), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("probability", Float, nullable=False),
    Column("model_name", String(100), nullable=False),
    Column("model_version", String(40), nullable=False),
    # Whether the model knew the kind of recording. Null in results from before it was noted.
    Column("familiar", Boolean),
    Column("document", JSONB, nullable=False),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
)

# One row per serving process: what it serves, and whether it refuses the champion.
model_heartbeats = Table(
    "model_heartbeats",
    metadata,
    Column("instance", String(200), primary_key=True),
    Column("model_name", String(100), nullable=False),
    Column("seen_at", _moment, nullable=False, server_default=func.now()),
    # These are null in a process that has loaded nothing yet.
    Column("model_version", String(40)),
    Column("model_digest", String(64)),
    Column("ready_at", _moment),
    # Scorings since the model was loaded.
    Column("scored", BigInteger, nullable=False, server_default="0"),
    Column("failed", BigInteger, nullable=False, server_default="0"),
    Column("refused_version", String(40)),
    Column("refused_reason", Text),
    CheckConstraint("(model_version is null) = (ready_at is null)", name="ready"),
    CheckConstraint("(refused_version is null) = (refused_reason is null)", name="refused"),
)

# Append-only: its trigger raises on UPDATE, DELETE and TRUNCATE (migration 0002).
model_ledger = Table(
    "model_ledger",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # The moment itself, not the transaction's start: entries under the promotion lock are in the order of their times.
    Column("at", _moment, nullable=False, server_default=func.clock_timestamp()),
    Column("event", String(20), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("model_name", String(100), nullable=False),
    Column("version", String(40), nullable=False),
    # Empty where the files could not be read.
    Column("digest", String(64), nullable=False),
    Column("previous_version", String(40)),
    Column("outcome", String(20)),
    Column("reasons", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("dataset_sha256", String(64)),
    Column("policy_sha256", String(64)),
    Column("references", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("report_key", String(500)),
    Column("flow_run_id", UUID(as_uuid=True)),
    Column("details", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    CheckConstraint(f"event in ({', '.join(repr(e.value) for e in Event)})", name="event"),
    CheckConstraint(f"outcome in ({', '.join(repr(o.value) for o in GateOutcome)})", name="outcome"),
    CheckConstraint("event <> 'gate' or outcome is not null", name="gate"),
    Index("ix_model_ledger_model_name_id", "model_name", "id"),
)

# One row per reference set that a regression run scored. `whole`: the run covered every set in use.
regression_runs = Table(
    "regression_runs",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", _moment, nullable=False, server_default=func.now()),
    Column("whole", Boolean, nullable=False),
    Column("model_name", String(100), nullable=False),
    Column("model_version", String(40), nullable=False),
    Column("model_digest", String(64), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("reference_sha256", String(64), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("clips", Integer, nullable=False),
    Column("differing", Integer, nullable=False),
    Column("largest", Float),
    # Figure -> least value, by the policy of the run.
    Column("floor", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("clips_per_s", Float, nullable=False),
    Column("flow_run_id", UUID(as_uuid=True)),
    Column("report_key", String(500)),
    CheckConstraint(f"outcome in ({', '.join(repr(o.value) for o in RegressionOutcome)})", name="outcome"),
    Index("ix_regression_runs_reference_at", "reference", "at"),
    Index("ix_regression_runs_whole", "at", postgresql_where=text("whole")),
)

# How good the champion was in that run, on the whole set ("all") and in each subgroup ("sex=female").
regression_figures = Table(
    "regression_figures",
    metadata,
    Column("run_id", BigInteger, ForeignKey("regression_runs.id"), primary_key=True),
    Column("subgroup", String(200), primary_key=True),
    Column("figure", String(40), primary_key=True),
    # All three null: too few speakers to say.
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    # What it rests on. Null in figures from before that was kept.
    Column("healthy_clips", Integer),
    Column("dysarthric_clips", Integer),
    Column("healthy_speakers", Integer),
    Column("dysarthric_speakers", Integer),
    CheckConstraint("num_nulls(value, low, high) in (0, 3)", name="whole"),
    CheckConstraint(
        "num_nulls(healthy_clips, dysarthric_clips, healthy_speakers, dysarthric_speakers) in (0, 4)", name="samples"
    ),
)

# What somebody confirmed about the person of a job. Rows are only added: the newest of a job counts, the others are its
# history. They go with their job when it is erased.
outcomes = Table(
    "outcomes",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id"), nullable=False),
    Column("label", String(20), nullable=False),
    Column("task", String(60)),
    Column("note", String(500)),
    Column("confirmed_at", _moment, nullable=False),
    Column("recorded_by", String(100), nullable=False),
    Column("key_id", UUID(as_uuid=True), ForeignKey("api_keys.id"), nullable=False),
    Column("recorded_at", _moment, nullable=False, server_default=func.now()),
    CheckConstraint(f"label in ({', '.join(repr(label.value) for label in Label)})", name="label"),
    Index("ix_outcomes_job_id_id", "job_id", "id"),
)

# How well each version did by the outcomes so far: replaced as a whole by each run of the flow `live-accuracy`.
live_accuracy = Table(
    "live_accuracy",
    metadata,
    Column("model_version", String(40), primary_key=True),
    Column("figure", String(40), primary_key=True),
    # All three null: too few subjects to say.
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("healthy_jobs", Integer, nullable=False),
    Column("dysarthric_jobs", Integer, nullable=False),
    Column("healthy_subjects", Integer, nullable=False),
    Column("dysarthric_subjects", Integer, nullable=False),
    Column("computed_at", _moment, nullable=False, server_default=func.now()),
    CheckConstraint("(value is null) = (low is null) and (value is null) = (high is null)", name="whole"),
)

# Which jobs' recordings became clips of reference sets, so that an erased job's clip leaves them.
reference_clips = Table(
    "reference_clips",
    metadata,
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id"), primary_key=True),
    # Of the decoded samples, as the sets name a clip.
    Column("sha256", String(64), primary_key=True),
)

# How many expired leases were taken over, since ever: by what runs for moments too, and right with any number of it.
takeovers = Table(
    "takeovers",
    metadata,
    Column("reaper", String(20), primary_key=True),
    Column("jobs", BigInteger, nullable=False),
    CheckConstraint(f"reaper in ({', '.join(repr(r.value) for r in Reaper)})", name="reaper"),
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

# A place in the object store that a caller may write one recording to, past the API. job_id: what became of it; without
# a foreign key, since the row is only a note for a while and the job may go before.
uploads = Table(
    "uploads",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("job_id", UUID(as_uuid=True)),
    *_repeatable(),
    UniqueConstraint("owner", "idempotency_key"),
    Index("ix_uploads_created_at", "created_at"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("label", String(100)),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("started_at", _moment),
    Column("cancelled_at", _moment),
    *_repeatable(),
    UniqueConstraint("owner", "idempotency_key"),
    Index("ix_batches_owner_created_at_id", "owner", "created_at", "id"),
)

batch_items = Table(
    "batch_items",
    metadata,
    Column("batch_id", UUID(as_uuid=True), ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("stage", String(20), nullable=False),
    # These, the task not, only until the item is settled: afterwards the job has hash and address, and a key may name a
    # file of theirs.
    Column("source_key", String(1024)),
    Column("user_hash", String(64)),
    Column("claim", UUID(as_uuid=True)),
    Column("claimed_until", _moment),
    Column("webhook_url", String(2000)),
    Column("task", String(60)),
    # Null too when the job's empty row has gone with the tombstones.
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id", ondelete="SET NULL")),
    Column("settled_at", _moment),
    Column("error_code", String(60)),
    Column("error_detail", String(1000)),
    CheckConstraint(f"stage in ({', '.join(repr(s.value) for s in ItemStage)})", name="stage"),
    Index("ix_batch_items_job_id", "job_id"),
    # By position first: several batches take turns, so that a large one does not hold up a small one.
    Index("ix_batch_items_started", "position", "batch_id", postgresql_where=text("stage = 'started'")),
)

# Whom an owner wants told when a job ends. A trigger on `jobs` reads it (migration 0011).
webhooks = Table(
    "webhooks",
    metadata,
    Column("owner", String(100), primary_key=True),
    # Null: only jobs with an address of their own are told of.
    Column("url", String(2000)),
    Column("events", ARRAY(String(40)), nullable=False),
    Column("include_result", Boolean, nullable=False),
    # Sealed (`speechscan.seal`); from before they were, in clear until a sender starts.
    Column("secret", String(300), nullable=False),
    # Signs beside the present one for a while, so that a receiver can change over without losing an event.
    Column("previous_secret", String(300)),
    Column("previous_until", _moment),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("changed_at", _moment, nullable=False, server_default=func.now()),
    Column("disabled_at", _moment),
)

# The outbox. The trigger writes a row in the transaction that ends the job, so that none is lost and none invented.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("owner", String(100), ForeignKey("webhooks.owner", ondelete="CASCADE"), nullable=False),
    # Of the job's own address, empty for the owner's: with the owner it says which deliveries share a receiver.
    Column("host", String(300), nullable=False),
    Column("job_id", UUID(as_uuid=True), ForeignKey("jobs.id"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("state", String(20), nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    # Since when it is tried: its writing, or the last time that somebody sent it again.
    Column("tried_since", _moment, nullable=False, server_default=func.now()),
    # While an attempt is under way: when another sender may take it for dead.
    Column("not_before", _moment, nullable=False, server_default=func.now()),
    Column("claim", UUID(as_uuid=True)),
    Column("ended_at", _moment),
    Column("status", Integer),
    Column("reason", String(200)),
    CheckConstraint(f"state in ({', '.join(repr(s.value) for s in DeliveryState)})", name="state"),
    CheckConstraint("(state = 'pending') = (ended_at is null)", name="ended"),
    Index("ix_webhook_deliveries_pending", "owner", "host", "not_before", postgresql_where=text("state = 'pending'")),
    Index("ix_webhook_deliveries_owner_created_at_id", "owner", "created_at", "id"),
    Index("ix_webhook_deliveries_job_id", "job_id"),
)
