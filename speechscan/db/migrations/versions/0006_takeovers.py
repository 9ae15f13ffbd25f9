"""takeovers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeovers",
        sa.Column("reaper", sa.String(length=20), nullable=False),
        sa.Column("jobs", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("reaper in ('worker', 'housekeeping')", name=op.f("ck_takeovers_reaper")),
        sa.PrimaryKeyConstraint("reaper", name=op.f("pk_takeovers")),
    )


def downgrade() -> None:
    op.drop_table("takeovers")
