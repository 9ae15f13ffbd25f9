"""jobs of batches let others go first; batches and uploads under idempotency keys"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Of those that have ended nobody asks any more.
_WAITING = """
update jobs set in_batch = true
from batch_items where batch_items.job_id = jobs.id and jobs.state in ('queued', 'running')
"""


def upgrade() -> None:
    op.add_column("jobs", sa.Column("in_batch", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute(_WAITING)
    op.create_index(
        "ix_jobs_turn",
        "jobs",
        ["in_batch", "created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    for table in ("batches", "uploads"):
        op.add_column(table, sa.Column("idempotency_key", sa.String(length=200), nullable=True))
        op.add_column(table, sa.Column("fingerprint", sa.String(length=64), nullable=True))
        op.create_unique_constraint(op.f(f"uq_{table}_owner_idempotency_key"), table, ["owner", "idempotency_key"])


def downgrade() -> None:
    for table in ("uploads", "batches"):
        op.drop_constraint(op.f(f"uq_{table}_owner_idempotency_key"), table)
        op.drop_column(table, "fingerprint")
        op.drop_column(table, "idempotency_key")
    op.drop_index("ix_jobs_turn", table_name="jobs")
    op.drop_column("jobs", "in_batch")
