"""What version 1 answers and takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.v1 import examples
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.job import Job, JobState
from speechscan.domain.outcome import Label, Outcome
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status

MAX_WAIT_S = 30.0


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Pitch(Strict):
    """A description of the voice. Sex is not inferred from it."""

    band: Literal["low", "middle", "high"]
    low_below_hz: float
    high_from_hz: float


class QualityOut(Strict):
    duration_s: float = Field(description="Length, s.")
    peak_dbfs: float = Field(description="Largest sample, dB re full scale; at most 0.")
    clipping: float = Field(ge=0, le=1, description="Share of samples at full scale.")
    speech_s: float = Field(description="Time that carries speech, s.")
    snr_db: float | None = Field(description="Speech over background, dB; null where there is no background.")
    # Results stored before these were measured have none of them.
    level_dbfs: float | None = Field(None, description="Speech, root mean square, dB re full scale.")
    bandwidth_hz: float | None = Field(None, description="The speech ends at this frequency, Hz.")
    dc_offset: float | None = Field(None, description="Mean of the samples, full scale = 1.")
    silence: float | None = Field(None, ge=0, le=1, description="Share of the time below -60 dBFS.")


class ModelOut(Strict):
    name: str
    version: str


class Timings(Strict):
    queued_at: datetime
    started_at: datetime | None = Field(description="Start of the latest attempt.")
    finished_at: datetime | None
    stages_ms: dict[str, float] = Field(description="Duration of each stage of the last attempt, ms.")

    @classmethod
    def of(cls, job: Job) -> Self:
        return cls(
            queued_at=job.created_at.astimezone(UTC),
            started_at=utc(job.started_at),
            finished_at=utc(job.finished_at),
            stages_ms=job.stages_ms,
        )


class NoteOut(Strict):
    """What a sentence says, to be said in another language."""

    name: str = Field(description="Of the wording, as `flaw-noisy`; it stays the same in every language.")
    figures: dict[str, Any] = Field(description="By name: shares as 0-1, measurements in their own unit, names.")


class ResultOut(Strict):
    """What is not measured is null, and `unmeasured` says why."""

    status: Status
    probability: float = Field(ge=0, le=1, description="Of dysarthria, by the model.")
    confidence: float = Field(ge=0, le=1, description="Distance from the decision: 0 at the threshold, 1 at certainty.")
    clarity_score: float | None = Field(ge=0, le=100, description="Acoustic clarity; higher is clearer.")
    f0_hz: float | None = Field(description="Fundamental frequency, Hz.")
    pitch: Pitch | None
    familiar: bool | None = Field(
        # Results that were stored before it was noted.
        None,
        description="Whether the recording resembles those that the model was made for. If not, it is inconclusive.",
    )
    acoustic_notes: list[str]
    notes: list[NoteOut] = Field(
        # Results that were stored before there were any.
        default_factory=list,
        description="The same as names and figures, one for each of `acoustic_notes`; empty in older results.",
    )
    measurements: dict[str, float] = Field(
        # Results that were stored before there were any.
        default_factory=dict,
        description="By name; docs/measurements.md has units, sources and ranges.",
    )
    unmeasured: dict[str, str] = Field(description="Name of a null field or absent measurement: the reason.")
    unmeasured_notes: dict[str, NoteOut] = Field(
        default_factory=dict,
        description="The same as names and figures, where the reason has a name; empty in older results.",
    )
    quality: QualityOut
    model: ModelOut
    timings: Timings
    disclaimer: str


class OutcomeOut(Strict):
    """What was confirmed about the person later. The newest one counts."""

    label: Label
    task: str | None = Field(description="What was spoken, as `sustained_vowel_a`.")
    note: str | None
    confirmed_at: datetime
    recorded_at: datetime
    recorded_by: str = Field(description="Name of the key that sent it.")
    key_id: UUID = Field(description="Which key of that name, as `speechscan keys list` shows it.")

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        return cls(
            label=outcome.label,
            task=outcome.task,
            note=outcome.note,
            confirmed_at=outcome.confirmed_at.astimezone(UTC),
            recorded_at=outcome.recorded_at.astimezone(UTC),
            recorded_by=outcome.recorded_by,
            key_id=outcome.key_id,
        )


class Failure(Strict):
    code: str
    detail: str = Field(description="A sentence that says what to do.")


class Links(Strict):
    """Relative to the address of the API."""

    self_: str = Field(alias="self")
    wait: str | None = Field(description="A long poll; null when the job has ended.")
    cancel: str | None = Field(description="To POST to; null when the job has ended.")
    delete: str | None = Field(description="To DELETE; null when that is done.")
    outcome: str | None = Field(None, description="To GET or POST what was confirmed; null without a result.")


class JobOut(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPLETED, examples.QUEUED, examples.FAILED]})

    id: UUID
    state: JobState
    format: str = Field(description="By content: wav, flac, mp3, ogg, m4a, webm, or empty.")
    size_bytes: int
    sha256: str | None = Field(description="Of the bytes as they came; null when deleted.")
    user_hash: str | None = Field(description="Keyed hash of the subject.")
    task: Task | None = Field(None, description="What is spoken, as the caller said; null if it was not said.")
    attempts: int
    timings: Timings
    result: ResultOut | None = Field(description="Only of a completed job.")
    error: Failure | None = Field(description="Only of a failed job.")
    outcome: OutcomeOut | None = Field(None, description="What was confirmed about the person; null if nothing was.")
    trace_id: str | None = Field(None, description="Of the job's OpenTelemetry trace; null where tracing is off.")
    links: Links
    disclaimer: str

    @classmethod
    def of(cls, job: Job, root_path: str) -> Self:
        return cls(
            id=job.id,
            state=job.state,
            format=job.format,
            size_bytes=job.size_bytes,
            sha256=job.sha256,
            user_hash=job.user_hash,
            task=job.task,
            attempts=job.attempts,
            timings=Timings.of(job),
            result=_result(job),
            error=_failure(job),
            outcome=None if job.outcome is None else OutcomeOut.of(job.outcome),
            trace_id=job.trace_id,
            links=_links(job, root_path),
            disclaimer=DISCLAIMER,
        )


class JobPage(Strict):
    jobs: list[JobOut] = Field(description="Newest first.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    disclaimer: str = DISCLAIMER


class WaitQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    wait: float = Field(
        0, ge=0, le=MAX_WAIT_S, allow_inf_nan=False, description="Answer when the job ends, or after so many s."
    )


class ListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: list[JobState] = Field([], max_length=len(JobState), description="Repeat it for several.")
    verdict: list[Status] = Field([], max_length=len(Status), description="Of completed jobs; repeat it for several.")
    task: list[Task] = Field([], max_length=len(Task), description="What is spoken; repeat it for several.")
    created_from: AwareDatetime | None = Field(None, description="At or after; with a time zone.")
    created_before: AwareDatetime | None = Field(None, description="Before; with a time zone.")
    user_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(None, description="As a job shows it.")
    limit: int = Field(20, ge=1, le=100, description="Most of a page.")
    cursor: Annotated[str, Field(max_length=200)] | None = Field(None, description="`next_cursor` of the page before.")


def job_path(job: Job, root_path: str) -> str:
    return f"{root_path}/v1/jobs/{job.id}"


def _result(job: Job) -> ResultOut | None:
    if job.result is None:
        return None
    # Workers may be of the version after this one, and write fields that it does not know.
    known = {name: value for name, value in job.result.items() if name in ResultOut.model_fields}
    document: dict[str, Any] = {**known, "status": Status(str(job.result["status"]))}
    return ResultOut(**document, timings=Timings.of(job), disclaimer=DISCLAIMER)


def _failure(job: Job) -> Failure | None:
    if job.state is not JobState.FAILED or job.error_code is None:
        return None
    return Failure(code=job.error_code, detail=job.error_detail or "")


def _links(job: Job, root_path: str) -> Links:
    path = job_path(job, root_path)
    ended = job.state.is_final
    return Links(
        self=path,
        wait=None if ended else f"{path}?wait={MAX_WAIT_S:.0f}",
        cancel=None if ended else f"{path}/cancel",
        delete=None if job.state is JobState.DELETED else path,
        outcome=f"{path}/outcome" if job.state is JobState.COMPLETED else None,
    )


def utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
