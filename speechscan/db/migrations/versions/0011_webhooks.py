"""webhooks and their outbox, which a trigger on jobs fills"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# In the transaction that ends the job, whichever statement does it. First the question that most jobs end with: it
# costs less than an insert of nothing. FOR KEY SHARE: a webhook that is deleted just now is left out, where the foreign
# key alone would fail the job's end.
_FUNCTION = """
create function write_webhook_delivery() returns trigger language plpgsql as $$
begin
    if not exists (select from webhooks where webhooks.owner = new.owner) then
        return null;
    end if;
    insert into webhook_deliveries (id, owner, host, job_id, event)
    select gen_random_uuid(), new.owner,
           coalesce(left(substring(new.webhook_url from '^[^:]+://([^/?]*)'), 300), ''), new.id,
           'job.' || new.state
    from webhooks
    where webhooks.owner = new.owner
      and 'job.' || new.state = any (webhooks.events)
      and (new.webhook_url is not null or (webhooks.url is not null and webhooks.disabled_at is null))
    for key share of webhooks;
    if found then
        perform pg_notify('speechscan_webhooks', '');
    end if;
    return null;
end
$$
"""
# Claims, renewals and releases pass the condition by; only an end calls the function.
_TRIGGER = """
create trigger write_webhook_delivery after update of state on jobs for each row
when (old.state in ('queued', 'running') and new.state in ('completed', 'failed', 'cancelled'))
execute function write_webhook_delivery()
"""


def upgrade() -> None:
    op.add_column("jobs", sa.Column("webhook_url", sa.String(length=2000), nullable=True))
    op.create_table(
        "webhooks",
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("events", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("include_result", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("previous_secret", sa.String(length=100), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("tried_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("claim", sa.UUID(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state in ('pending', 'delivered', 'dead')",
            name=op.f("ck_webhook_deliveries_state"),
        ),
        sa.CheckConstraint("(state = 'pending') = (ended_at is null)", name=op.f("ck_webhook_deliveries_ended")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_webhook_deliveries_job_id")),
        sa.ForeignKeyConstraint(
            ["owner"], ["webhooks.owner"], name=op.f("fk_webhook_deliveries_owner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index("ix_webhook_deliveries_job_id", "webhook_deliveries", ["job_id"], unique=False)
    op.create_index(
        "ix_webhook_deliveries_owner_created_at_id", "webhook_deliveries", ["owner", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_webhook_deliveries_pending",
        "webhook_deliveries",
        ["owner", "host", "not_before"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.execute(_FUNCTION)
    op.execute(_TRIGGER)


def downgrade() -> None:
    op.execute("drop trigger write_webhook_delivery on jobs")
    op.execute("drop function write_webhook_delivery()")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_column("jobs", "webhook_url")
