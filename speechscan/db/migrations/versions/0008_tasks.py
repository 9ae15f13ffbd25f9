"""the task of a job; whether the model knew the kind of recording; an index for windows of time"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("task", sa.String(length=60), nullable=True))
    op.add_column("results", sa.Column("familiar", sa.Boolean(), nullable=True))
    op.create_index("ix_jobs_ended_at", "jobs", [sa.text("coalesce(finished_at, created_at)")], unique=False)


def downgrade() -> None:
    op.drop_index("ix_jobs_ended_at", table_name="jobs")
    op.drop_column("results", "familiar")
    op.drop_column("jobs", "task")
