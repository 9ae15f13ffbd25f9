"""the secrets of webhooks are sealed; a batch may name an address for its jobs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration has no key: senders seal what is there when they start.
    for column in ("secret", "previous_secret"):
        op.alter_column("webhooks", column, type_=sa.String(length=300), existing_type=sa.String(length=100))
    op.add_column("batch_items", sa.Column("webhook_url", sa.String(length=2000), nullable=True))


def downgrade() -> None:
    op.drop_column("batch_items", "webhook_url")
    # Fails where a secret is sealed, for the older programs would sign with the sealed text.
    for column in ("previous_secret", "secret"):
        op.alter_column("webhooks", column, type_=sa.String(length=100), existing_type=sa.String(length=300))
