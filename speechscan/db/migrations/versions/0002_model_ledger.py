"""ledger of model versions; heartbeats say what is refused and how scoring goes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# For each statement, so that one which would touch no row raises too. `enable always`: a session that plays a replica
# skips other triggers.
_APPEND_ONLY = """
create function model_ledger_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger of model versions is append-only: % is not possible.', tg_op
        using errcode = 'insufficient_privilege';
end
$$;
create trigger model_ledger_is_append_only before update or delete or truncate on model_ledger
    for each statement execute function model_ledger_is_append_only();
alter table model_ledger enable always trigger model_ledger_is_append_only;
"""


def upgrade() -> None:
    _ledger()
    op.execute(_APPEND_ONLY)
    _heartbeats()


def _ledger() -> None:
    op.create_table(
        "model_ledger",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("model_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous_version", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reasons", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("dataset_sha256", sa.String(length=64), nullable=True),
        sa.Column("policy_sha256", sa.String(length=64), nullable=True),
        sa.Column("references", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("report_key", sa.String(length=500), nullable=True),
        sa.Column("flow_run_id", sa.UUID(), nullable=True),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint(
            "event in ('bootstrap', 'gate', 'approval', 'promotion', 'rollback', 'refusal')",
            name=op.f("ck_model_ledger_event"),
        ),
        sa.CheckConstraint("outcome in ('pass', 'fail', 'inconclusive')", name=op.f("ck_model_ledger_outcome")),
        sa.CheckConstraint("event <> 'gate' or outcome is not null", name=op.f("ck_model_ledger_gate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_ledger")),
    )
    op.create_index("ix_model_ledger_model_name_id", "model_ledger", ["model_name", "id"], unique=False)


def _heartbeats() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("model_heartbeats", sa.Column("seen_at", moment, server_default=sa.text("now()"), nullable=False))
    op.add_column("model_heartbeats", sa.Column("model_digest", sa.String(length=64), nullable=True))
    op.add_column("model_heartbeats", sa.Column("scored", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("model_heartbeats", sa.Column("failed", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("model_heartbeats", sa.Column("refused_version", sa.String(length=40), nullable=True))
    op.add_column("model_heartbeats", sa.Column("refused_reason", sa.Text(), nullable=True))
    op.alter_column("model_heartbeats", "model_version", nullable=True)
    op.alter_column("model_heartbeats", "ready_at", nullable=True)
    op.create_check_constraint(
        op.f("ck_model_heartbeats_ready"), "model_heartbeats", "(model_version is null) = (ready_at is null)"
    )
    op.create_check_constraint(
        op.f("ck_model_heartbeats_refused"), "model_heartbeats", "(refused_version is null) = (refused_reason is null)"
    )


def downgrade() -> None:
    op.execute("delete from model_heartbeats where model_version is null")
    for name in ("ready", "refused"):
        op.drop_constraint(op.f(f"ck_model_heartbeats_{name}"), "model_heartbeats")
    for column in ("refused_reason", "refused_version", "failed", "scored", "model_digest", "seen_at"):
        op.drop_column("model_heartbeats", column)
    op.alter_column("model_heartbeats", "model_version", nullable=False)
    op.alter_column("model_heartbeats", "ready_at", nullable=False)
    op.drop_index("ix_model_ledger_model_name_id", table_name="model_ledger")
    op.drop_table("model_ledger")
    op.execute("drop function model_ledger_is_append_only()")
