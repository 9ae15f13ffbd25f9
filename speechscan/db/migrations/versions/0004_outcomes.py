"""outcomes, live accuracy, clips of jobs in reference sets; the trace of a job"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("traceparent", sa.String(length=55), nullable=True))
    op.create_table(
        "outcomes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("task", sa.String(length=60), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("key_id", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("label in ('healthy', 'dysarthric')", name=op.f("ck_outcomes_label")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_outcomes_job_id")),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_outcomes_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index("ix_outcomes_job_id_id", "outcomes", ["job_id", "id"], unique=False)
    op.create_table(
        "live_accuracy",
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("healthy_jobs", sa.Integer(), nullable=False),
        sa.Column("dysarthric_jobs", sa.Integer(), nullable=False),
        sa.Column("healthy_subjects", sa.Integer(), nullable=False),
        sa.Column("dysarthric_subjects", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(value is null) = (low is null) and (value is null) = (high is null)",
            name=op.f("ck_live_accuracy_whole"),
        ),
        sa.PrimaryKeyConstraint("model_version", "figure", name=op.f("pk_live_accuracy")),
    )
    op.create_table(
        "reference_clips",
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_reference_clips_job_id")),
        sa.PrimaryKeyConstraint("job_id", "sha256", name=op.f("pk_reference_clips")),
    )


def downgrade() -> None:
    op.drop_table("reference_clips")
    op.drop_table("live_accuracy")
    op.drop_index("ix_outcomes_job_id_id", table_name="outcomes")
    op.drop_table("outcomes")
    op.drop_column("jobs", "traceparent")
