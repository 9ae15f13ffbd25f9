"""Earlier recordings: the list of a caller's jobs, and how one of them or one person's are found again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import RedirectResponse

from api import cursor
from api.auth import Caller
from api.person import person_hash
from api.services import Services, ServicesDep
from api.spoken import sane_subject
from api.web.address import url
from api.web.calendar import UTC, Day, day_begins
from api.web.form import read_form
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.db.jobs import JobFilter
from speechscan.domain.job import JobState
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.errors import NotFound

PER_PAGE = 20
# An erased job is an empty row, shown to whoever asks for such.
SHOWN = tuple(state for state in JobState if state is not JobState.DELETED)

router = APIRouter(prefix="/jobs")
Reader = Annotated[Caller, allowed("jobs:read")]


class Wanted(BaseModel):
    """since, until: both days are in it. person: a keyed hash. deleted: how many were deleted just now."""

    model_config = ConfigDict(extra="forbid")

    job: Annotated[list[UUID], Field(max_length=PER_PAGE)] = []
    state: JobState | None = None
    verdict: Status | None = None
    task: Task | None = None
    since: Day | None = None
    until: Day | None = None
    zone: Annotated[str, Field(max_length=60)] = UTC
    person: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    cursor: Annotated[str, Field(max_length=200)] | None = None
    deleted: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A form sends each of its fields."""
        return {name: value for name, value in given.items() if value != ""}

    @property
    def address(self) -> str:
        """Of the first page of this list."""
        told = self.model_dump(mode="json", exclude_defaults=True, exclude={"cursor", "deleted"})
        return "/jobs" + (f"?{urlencode(told, doseq=True)}" if told else "")

    @property
    def is_narrowed(self) -> bool:
        return self.address != "/jobs"

    @property
    def _states(self) -> tuple[JobState, ...]:
        if self.state is not None:
            return (self.state,)
        return () if self.job else SHOWN

    def filter(self) -> JobFilter:
        """Raises InvalidRequest."""
        return JobFilter(
            ids=tuple(self.job),
            states=self._states,
            verdicts=() if self.verdict is None else (self.verdict,),
            tasks=() if self.task is None else (self.task,),
            created_from=_begins(self.since, self.zone),
            created_before=_begins(self.until, self.zone, days=1),
            user_hash=self.person,
            after=None if self.cursor is None else cursor.decode(self.cursor),
            limit=PER_PAGE + 1,
        )


@router.get("")
async def show(request: Request, services: ServicesDep, caller: Reader, wanted: Annotated[Wanted, Query()]) -> Response:
    found = await services.jobs.list(caller.owner, wanted.filter())
    jobs, older = cursor.page(found, PER_PAGE, lambda job: (job.created_at, job.id))
    return page(
        request,
        "history.html.j2",
        jobs=jobs,
        wanted=wanted,
        older=None if older is None else _with(wanted.address, cursor=older),
        states=list(JobState),
        verdicts=list(Status),
        tasks=list(Task),
        prefect_url=services.settings.web_prefect_url,
    )


@router.post("/search")
async def search(request: Request, services: ServicesDep, caller: Reader) -> RedirectResponse:
    """By the number of a job, or by a pseudonym: it is hashed at once, and only its hash stands in an address."""
    sought = (await read_form(request)).get("sought", "")
    found = await _job(services, caller, sought)
    target = "/jobs" if not sought.strip() else found or _with("/jobs", person=_hashed(services, caller, sought))
    return RedirectResponse(url(request.scope, target), 303)


async def _job(services: Services, caller: Caller, sought: str) -> str | None:
    """Address of the job with that number. A pseudonym may look like a number."""
    try:
        job = await services.jobs.get(caller.owner, UUID(sought.strip()))
    except (ValueError, NotFound):
        return None
    return f"/jobs/{job.id}"


def _hashed(services: Services, caller: Caller, subject: str) -> str:
    return person_hash(services, caller, sane_subject(subject.encode()))


def _begins(day: date | None, zone: str, days: int = 0) -> datetime | None:
    return None if day is None else day_begins(day + timedelta(days=days), zone)


def _with(address: str, **more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"
