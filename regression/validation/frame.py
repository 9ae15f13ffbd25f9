"""Results as a data frame for Great Expectations: their values, and columns that say of each row what a rule asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from registry.measures.measurement import NAMES
from speechscan.db.results import Screened
from speechscan.domain.verdict import DecisionPolicy, Status

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

Policies = Mapping[str, DecisionPolicy]
"""By model version: the bounds with which it decides. A version that is missing is not in the registry."""


def frame(rows: Sequence[Screened], policies: Policies) -> pandas.DataFrame:
    """The measurements by name, the row's own columns, and

    started, finished   as words, empty where there is none
    waited_s, took_s    from creation to start and from start to finish, s
    known_version       the model version, if it is in the registry; "" if none is named
    unlike_document     what the row says otherwise than its document
    unexplained         measurements that are absent without a reason
    beyond_bounds       the verdict and probability, if they do not agree with the bounds of the version
    """
    import pandas

    made = pandas.DataFrame([_row(row, policies) for row in rows])
    numbers = ["probability", "waited_s", "took_s", *NAMES]
    return made.astype(dict.fromkeys(numbers, float))


def _row(row: Screened, policies: Policies) -> dict[str, Any]:
    measured = row.document.get("measurements") or {}
    return {
        "job_id": str(row.job_id),
        "state": row.state,
        "format": row.format,
        "status": row.status,
        "probability": row.probability,
        # A job without a result is told of once, by that.
        "model_version": (row.model_version or None) if row.status is not None else "",
        "known_version": row.model_version or "" if (row.model_version or "") in ("", *policies) else None,
        "started": row.started_at and row.started_at.isoformat(),
        "finished": row.finished_at and row.finished_at.isoformat(),
        "waited_s": _seconds(row.created_at, row.started_at),
        "took_s": _seconds(row.started_at, row.finished_at),
        "unlike_document": _unlike_document(row),
        "unexplained": _unexplained(row, measured),
        "beyond_bounds": _beyond_bounds(row, policies),
        **{name: _number(measured.get(name)) for name in NAMES},
    }


def _seconds(begin: datetime | None, end: datetime | None) -> float | None:
    return None if begin is None or end is None else (end - begin).total_seconds()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _unlike_document(row: Screened) -> str | None:
    if row.status is None:
        return None
    model = row.document.get("model") or {}
    told = {
        "status": (row.status, row.document.get("status")),
        "probability": (row.probability, row.document.get("probability")),
        "familiar": (row.familiar, row.document.get("familiar")),
        "model": ((row.model_name, row.model_version), (model.get("name"), model.get("version"))),
    }
    return ", ".join(name for name, (column, document) in told.items() if column != document) or None


def _unexplained(row: Screened, measured: Mapping[str, object]) -> str | None:
    if row.status is None:
        return None
    reasons = row.document.get("unmeasured") or {}
    return ", ".join(name for name in NAMES if _number(measured.get(name)) is None and not reasons.get(name)) or None


def _beyond_bounds(row: Screened, policies: Policies) -> str | None:
    """Inconclusive is possible at every probability: for the quality, or for a clip unlike the training's."""
    bounds = policies.get(row.model_version or "")
    if bounds is None or row.probability is None:
        return None
    wrong = (row.status == Status.HEALTHY and row.probability > bounds.abstain_low) or (
        row.status == Status.DYSARTHRIC and row.probability < bounds.abstain_high
    )
    return f"{row.status} at {row.probability:.3f}" if wrong else None
