"""reports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column(
            "summary", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("html_key", sa.String(length=200), nullable=True),
        sa.Column("json_key", sa.String(length=200), nullable=True),
        sa.Column("flow_run_id", sa.UUID(), nullable=True),
        sa.Column("model_version", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "kind in ('drift', 'gate', 'regression', 'validation')",
            name=op.f("ck_reports_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_kind_made_at_id", "reports", ["kind", "made_at", "id"], unique=False)
    op.create_index("ix_reports_made_at_id", "reports", ["made_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_reports_made_at_id", table_name="reports")
    op.drop_index("ix_reports_kind_made_at_id", table_name="reports")
    op.drop_table("reports")
