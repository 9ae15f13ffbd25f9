"""The endpoints of /v1: parse, call one function, present."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, Security

from api import cursor, openapi
from api.auth import Caller, CallerDep, described
from api.erasure import erase
from api.idempotency import IdempotencyHeader, mark_replayed
from api.person import person_hash
from api.services import Services, ServicesDep
from api.spoken import Spoken, sane_subject
from api.submission import Submission, submit
from api.v1.models import JobOut, JobPage, ListQuery, WaitQuery, job_path
from speechscan.db.jobs import JobFilter
from speechscan.domain.job import Job
from speechscan.domain.task import Task
from speechscan.errors import InvalidRequest

# A job takes well under a second.
_RETRY_AFTER_S = "1"

router = APIRouter(prefix="/v1", tags=["jobs"], dependencies=[Security(described)])

SubjectHeader = Annotated[
    str | None,
    Header(alias="Speechscan-Subject", description="The caller's pseudonym for a person; stored as a keyed hash only."),
]
TaskHeader = Annotated[Task | None, Header(alias="Speechscan-Task", description=openapi.TASK)]
WebhookHeader = Annotated[str | None, Header(alias="Speechscan-Webhook", description=openapi.WEBHOOK)]


@router.post("/jobs", status_code=202, **openapi.SUBMISSION)
async def submit_job(
    request: Request,
    response: Response,
    services: ServicesDep,
    caller: CallerDep,
    subject: SubjectHeader = None,
    task: TaskHeader = None,
    idempotency_key: IdempotencyHeader = None,
    webhook: WebhookHeader = None,
) -> JobOut:
    """Takes a recording in and answers at once; its job waits in the queue. Needs the scope `jobs:write`."""
    spoken = Spoken(decoded(subject), task, webhook)
    submission = await submit(services, caller, request, spoken=spoken, idempotency_key=idempotency_key)
    return answer_submission(submission, request, response)


router.add_api_route(
    "/predict",
    submit_job,
    methods=["POST"],
    status_code=202,
    name="predict",
    summary="The same as POST /v1/jobs",
    **openapi.SUBMISSION,
)


@router.get("/jobs/{job_id}", responses=openapi.problems(401, 403, 404, 422, 503))
async def read_job(
    request: Request,
    response: Response,
    services: ServicesDep,
    caller: CallerDep,
    job_id: UUID,
    query: Annotated[WaitQuery, Query()],
) -> JobOut:
    """State and result. With `wait` the answer comes when the job ends. Needs the scope `jobs:read`."""
    with services.metrics.counts.job_reads.track_inprogress():
        job = await services.ended.wait(lambda: services.jobs.get(caller.owner, job_id), job_id, query.wait)
    return _presented(job, response, _root_path(request))


@router.get("/jobs", responses=openapi.problems(401, 403, 422, 503))
async def list_jobs(
    request: Request,
    services: ServicesDep,
    caller: CallerDep,
    query: Annotated[ListQuery, Query()],
    subject: SubjectHeader = None,
) -> JobPage:
    """The caller's jobs, newest first; all filters must hold. Needs the scope `jobs:read`."""
    wanted = JobFilter(
        states=tuple(query.state),
        verdicts=tuple(query.verdict),
        tasks=tuple(query.task),
        created_from=query.created_from,
        created_before=query.created_before,
        user_hash=_wanted_person(services, caller, query.user_hash, decoded(subject)),
        after=None if query.cursor is None else cursor.decode(query.cursor),
        limit=query.limit,
    )
    found = await services.jobs.list(caller.owner, replace(wanted, limit=wanted.limit + 1))
    page, next_cursor = cursor.page(found, wanted.limit, lambda job: (job.created_at, job.id))
    root_path = _root_path(request)
    return JobPage(jobs=[JobOut.of(job, root_path) for job in page], next_cursor=next_cursor)


@router.post("/jobs/{job_id}/cancel", responses=openapi.problems(401, 403, 404, 409, 422, 503))
async def cancel_job(
    request: Request, response: Response, services: ServicesDep, caller: CallerDep, job_id: UUID
) -> JobOut:
    """Ends a waiting or running job; what it would have found is dropped. Needs the scope `jobs:write`."""
    job = await services.jobs.cancel(caller.owner, job_id)
    return _presented(job, response, _root_path(request))


@router.delete("/jobs/{job_id}", responses=openapi.problems(401, 403, 404, 422, 503))
async def delete_job(
    request: Request, response: Response, services: ServicesDep, caller: CallerDep, job_id: UUID
) -> JobOut:
    """Erases recording, result and subject; an empty row stays. Can be repeated. Needs the scope `jobs:delete`."""
    job = await erase(services, caller.owner, job_id)
    return _presented(job, response, _root_path(request))


def answer_submission(submission: Submission, request: Request, response: Response) -> JobOut:
    root_path = _root_path(request)
    response.headers["Location"] = job_path(submission.job, root_path)
    if submission.replayed:
        mark_replayed(response)
    return _presented(submission.job, response, root_path)


def _presented(job: Job, response: Response, root_path: str) -> JobOut:
    if not job.state.is_final:
        response.headers["Retry-After"] = _RETRY_AFTER_S
    return JobOut.of(job, root_path)


def _root_path(request: Request) -> str:
    """Where a proxy has put the API."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def decoded(subject: str | None) -> str | None:
    # Header values come as Latin-1; the bytes are meant as UTF-8, like a form's.
    return None if subject is None else sane_subject(subject.encode("latin-1"))


def _wanted_person(services: Services, caller: Caller, given_hash: str | None, subject: str | None) -> str | None:
    if subject is None:
        return given_hash
    if given_hash is not None:
        raise InvalidRequest("Filter by user_hash or by the header Speechscan-Subject, not by both.")
    return person_hash(services, caller, subject)
