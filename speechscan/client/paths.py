"""The paths of the API, version 1."""

from __future__ import annotations

from uuid import UUID

from speechscan.errors import InvalidRequest

Id = UUID | str

JOBS = "/v1/jobs"
UPLOADS = "/v1/uploads"
BATCHES = "/v1/batches"
REPORTS = "/v1/reports"
MODELS = "/v1/models"
CHAMPION = f"{MODELS}/champion"
WEBHOOK = "/v1/webhook"
DELIVERIES = f"{WEBHOOK}/deliveries"
RESEND_DEAD = f"{DELIVERIES}/resend"


def job(job_id: Id) -> str:
    return f"{JOBS}/{_uuid(job_id)}"


def cancel(job_id: Id) -> str:
    return f"{job(job_id)}/cancel"


def events(job_id: Id) -> str:
    return f"{job(job_id)}/events"


def outcome(job_id: Id) -> str:
    return f"{job(job_id)}/outcome"


def upload_job(upload_id: Id) -> str:
    return f"{UPLOADS}/{_uuid(upload_id)}/job"


def batch(batch_id: Id) -> str:
    return f"{BATCHES}/{_uuid(batch_id)}"


def batch_part(batch_id: Id, part: str) -> str:
    """part: `start`, `cancel`, `items` or `results`"""
    return f"{batch(batch_id)}/{part}"


def report(report_id: Id) -> str:
    return f"{REPORTS}/{_uuid(report_id)}"


def report_page(report_id: Id) -> str:
    return f"{report(report_id)}/html"


def card(version: str) -> str:
    if not (version.isascii() and version.isdecimal()):
        raise InvalidRequest(f"{version} is no version of a model. Versions are numbers.")
    return f"{MODELS}/{version}/card"


def resend(delivery_id: Id) -> str:
    return f"{DELIVERIES}/{_uuid(delivery_id)}/resend"


def _uuid(given: Id) -> UUID:
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except ValueError:
        raise InvalidRequest(f"{given} is no id. An id looks like 5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52.") from None
