"""regression runs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regression_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("model_name", sa.String(length=100), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("model_digest", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("reference_sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("clips", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Float(), nullable=True),
        sa.Column("auc", sa.Float(), nullable=True),
        sa.Column("auc_low", sa.Float(), nullable=True),
        sa.Column("auc_high", sa.Float(), nullable=True),
        sa.Column("clips_per_s", sa.Float(), nullable=False),
        sa.Column("flow_run_id", sa.UUID(), nullable=True),
        sa.Column("report_key", sa.String(length=500), nullable=True),
        sa.CheckConstraint("num_nulls(auc, auc_low, auc_high) in (0, 3)", name=op.f("ck_regression_runs_auc")),
        sa.CheckConstraint("outcome in ('equal', 'different', 'stored')", name=op.f("ck_regression_runs_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_runs")),
    )
    op.create_index("ix_regression_runs_reference_at", "regression_runs", ["reference", "at"], unique=False)
    op.create_index(
        "ix_regression_runs_whole", "regression_runs", ["at"], unique=False, postgresql_where=sa.text("whole")
    )


def downgrade() -> None:
    op.drop_index("ix_regression_runs_whole", table_name="regression_runs", postgresql_where=sa.text("whole"))
    op.drop_index("ix_regression_runs_reference_at", table_name="regression_runs")
    op.drop_table("regression_runs")
