"""figures of regression runs by subgroup, and the floor that they were held against; earlier gate reports are listed"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SAMPLES = ("healthy_clips", "dysarthric_clips", "healthy_speakers", "dysarthric_speakers")
# As `speechscan.domain.report` makes ids, so that a gate that is asked again takes the place of its report.
_IDS = uuid.UUID("5b1f8f1e-2f0c-4a53-9d0b-0f3b9f0f6c1d")


def upgrade() -> None:
    op.create_table(
        "regression_figures",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("subgroup", sa.String(length=200), nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _SAMPLES),
        sa.CheckConstraint("num_nulls(value, low, high) in (0, 3)", name=op.f("ck_regression_figures_whole")),
        sa.CheckConstraint(f"num_nulls({', '.join(_SAMPLES)}) in (0, 4)", name=op.f("ck_regression_figures_samples")),
        sa.ForeignKeyConstraint(["run_id"], ["regression_runs.id"], name=op.f("fk_regression_figures_run_id")),
        sa.PrimaryKeyConstraint("run_id", "subgroup", "figure", name=op.f("pk_regression_figures")),
    )
    op.execute(
        "insert into regression_figures (run_id, subgroup, figure, value, low, high) "
        "select id, 'all', 'auc', auc, auc_low, auc_high from regression_runs where auc is not null"
    )
    op.drop_constraint(op.f("ck_regression_runs_auc"), "regression_runs", type_="check")
    for name in ("auc", "auc_low", "auc_high"):
        op.drop_column("regression_runs", name)
    op.add_column(
        "regression_runs",
        sa.Column(
            "floor", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
    _list_gate_reports()


def _list_gate_reports() -> None:
    """Of each report that the ledger names, the last verdict: one that was made again has replaced the one before."""
    db = op.get_bind()
    found = db.execute(
        sa.text(
            "select distinct on (report_key) report_key, at, outcome, version, previous_version, reasons, flow_run_id, "
            'policy_sha256, "references" from model_ledger '
            "where event = 'gate' and report_key like '%/report.html' order by report_key, id desc"
        )
    )
    reports = sa.table(
        "reports",
        sa.column("id", sa.UUID()),
        *(sa.column(name) for name in ("kind", "made_at", "outcome", "html_key", "json_key", "model_version")),
        sa.column("flow_run_id", sa.UUID()),
        sa.column("summary", postgresql.JSONB()),
    )
    rows = [
        {
            "id": uuid.uuid5(_IDS, f"gate:{entry.report_key}"),
            "kind": "gate",
            "made_at": entry.at,
            "outcome": entry.outcome,
            "html_key": entry.report_key,
            "json_key": f"{entry.report_key.removesuffix('html')}json",
            "model_version": entry.version,
            "flow_run_id": entry.flow_run_id,
            "summary": {
                "champion": entry.previous_version,
                "reasons": entry.reasons,
                "references": [title.partition(":")[0] for title in entry.references],
                "policy_sha256": entry.policy_sha256,
            },
        }
        for entry in found
    ]
    if rows:
        db.execute(postgresql.insert(reports).on_conflict_do_nothing(), rows)


def downgrade() -> None:
    op.drop_column("regression_runs", "floor")
    for name in ("auc", "auc_low", "auc_high"):
        op.add_column("regression_runs", sa.Column(name, sa.Float(), nullable=True))
    op.create_check_constraint(
        op.f("ck_regression_runs_auc"), "regression_runs", "num_nulls(auc, auc_low, auc_high) in (0, 3)"
    )
    op.execute(
        "update regression_runs set auc = f.value, auc_low = f.low, auc_high = f.high from regression_figures f "
        "where f.run_id = regression_runs.id and f.subgroup = 'all' and f.figure = 'auc'"
    )
    op.drop_table("regression_figures")
