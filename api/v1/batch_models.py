"""What the endpoints of uploads and batches answer and take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.spoken import MAX_SUBJECT
from api.v1 import batch_examples
from api.v1.models import Failure, JobOut, ResultOut, Strict, utc
from api.webhooks.url import MAX_URL
from speechscan.domain.batch import MAX_ITEMS, Batch, BatchItem, BatchState, ItemState
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.job import Job
from speechscan.domain.task import Task
from speechscan.storage import UploadForm

_SIZE = "What will be sent, bytes: the form then takes no more than that."
_UTC = "UTC; null before."


class UploadIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [{"size_bytes": 128044}, {}]})

    size_bytes: int | None = Field(None, ge=0, description=_SIZE)


class ItemIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: Annotated[str, Field(min_length=1, max_length=MAX_SUBJECT)] | None = Field(
        None, description="The caller's pseudonym for a person; stored as a keyed hash only."
    )
    task: Task | None = Field(None, description="What is spoken, as `sustained_vowel_a`.")
    size_bytes: int | None = Field(None, ge=0, description=_SIZE)


class BatchIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [batch_examples.NEW]})

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MAX_ITEMS)] | None = Field(
        None, description="One for each recording that will be uploaded. Name them by their index, not by their files."
    )
    manifest_key: Annotated[str, Field(max_length=1024)] | None = Field(
        None, description="Instead of items: a CSV file in the bucket that lists recordings in the bucket."
    )
    label: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = Field(
        None, description="For your own eyes; without a person's name."
    )

    webhook: Annotated[str, Field(max_length=MAX_URL)] | None = Field(
        None, description="As a job's: where the end of each of its jobs is told."
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.items is None) == (self.manifest_key is None):
            raise ValueError("send either `items` or `manifest_key`")
        return self


class FormOut(Strict):
    """POST multipart/form-data to `url`: all `fields` first, then the recording as `file`."""

    url: str
    fields: dict[str, str]
    max_bytes: int = Field(description="The store refuses more.")
    expires_at: datetime = Field(description="The store refuses the form afterwards.")

    @classmethod
    def of(cls, form: UploadForm) -> Self:
        return cls(url=form.url, fields=dict(form.fields), max_bytes=form.max_bytes, expires_at=form.expires_at)


class UploadOut(FormOut):
    model_config = ConfigDict(json_schema_extra={"examples": [batch_examples.UPLOAD]})

    id: UUID
    disclaimer: str = DISCLAIMER

    @classmethod
    def made(cls, upload_id: UUID, form: UploadForm) -> Self:
        return cls(id=upload_id, **FormOut.of(form).model_dump())


class ItemOut(Strict):
    index: int = Field(description="As in the request, or the row of the manifest; from 0.")
    state: ItemState = Field(description="As its job's; `missing`: nothing was uploaded; `refused`: see the error.")
    task: str | None = Field(description="As it was sent.")
    job_id: UUID | None = Field(description="From when it is in the queue.")
    error: Failure | None = Field(description="Of a refused item, or of its failed job.")

    @classmethod
    def of(cls, item: BatchItem) -> Self:
        error = None if item.error is None else Failure(code=item.error.code, detail=item.error.detail)
        return cls(index=item.position, state=item.state, task=item.task, job_id=item.job_id, error=error)


class MadeItemOut(ItemOut):
    upload: FormOut | None = Field(description="Null where nothing is to be uploaded.")

    @classmethod
    def made(cls, item: BatchItem, form: UploadForm | None) -> Self:
        return cls(**ItemOut.of(item).model_dump(exclude={"error"}), error=ItemOut.of(item).error, upload=_form(form))


class BatchLinks(Strict):
    """Relative to the address of the API."""

    self_: str = Field(alias="self")
    items: str
    results: str
    start: str | None = Field(description="To POST to; null once it is started or cancelled.")
    cancel: str | None = Field(description="To POST to; null once it has ended.")


class BatchOut(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [batch_examples.ENDED, batch_examples.OPEN]})

    id: UUID
    label: str | None
    state: BatchState = Field(description="`completed`: no item waits or runs any more, whatever became of it.")
    counts: dict[ItemState, int] = Field(description="Items by state; each state is there.")
    created_at: datetime
    started_at: datetime | None = Field(description=_UTC)
    ended_at: datetime | None = Field(description=_UTC)
    links: BatchLinks
    disclaimer: str = DISCLAIMER

    @classmethod
    def of(cls, batch: Batch, root_path: str) -> Self:
        return cls(
            id=batch.id,
            label=batch.label,
            state=batch.state,
            counts={state: batch.counts.get(state, 0) for state in ItemState},
            created_at=batch.created_at.astimezone(UTC),
            started_at=utc(batch.started_at),
            ended_at=utc(batch.ended_at),
            links=_links(batch, root_path),
        )


class MadeBatchOut(BatchOut):
    model_config = ConfigDict(json_schema_extra={"examples": [batch_examples.MADE]})

    items: list[MadeItemOut]

    @classmethod
    def made(cls, batch: Batch, items: list[MadeItemOut], root_path: str) -> Self:
        return cls(
            **BatchOut.of(batch, root_path).model_dump(exclude={"links"}), links=_links(batch, root_path), items=items
        )


class BatchPage(Strict):
    batches: list[BatchOut] = Field(description="Newest first.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    disclaimer: str = DISCLAIMER


class ItemPage(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [batch_examples.ITEMS]})

    items: list[ItemOut] = Field(description="By index.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    disclaimer: str = DISCLAIMER


class ResultRow(ItemOut):
    """A line of the results."""

    model_config = ConfigDict(json_schema_extra={"examples": [batch_examples.ROW]})

    result: ResultOut | None = Field(description="Only of a completed job.")
    disclaimer: str = DISCLAIMER

    @classmethod
    def row(cls, item: BatchItem, job: Job | None) -> Self:
        """The job may have gone on since the item was read: then it counts."""
        told = ItemOut.of(item)
        if job is None:
            return cls(**told.model_dump(exclude={"error"}), error=told.error, result=None)
        shown = JobOut.of(job, "")
        return cls(
            index=told.index,
            state=ItemState(shown.state),
            task=told.task,
            job_id=told.job_id,
            error=shown.error,
            result=shown.result,
        )


class BatchListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=50, description="Most of a page.")
    cursor: Annotated[str, Field(max_length=200)] | None = Field(None, description="`next_cursor` of the page before.")


class ItemListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=MAX_ITEMS, description="Most of a page.")
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,4}$")] | None = Field(
        None, description="`next_cursor` of the page before."
    )


class ResultsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal["csv", "jsonl"] = Field("csv", description="Of the rows.")


def _form(form: UploadForm | None) -> FormOut | None:
    return None if form is None else FormOut.of(form)


def _links(batch: Batch, root_path: str) -> BatchLinks:
    path = f"{root_path}/v1/batches/{batch.id}"
    return BatchLinks(
        self=path,
        items=f"{path}/items",
        results=f"{path}/results",
        start=f"{path}/start" if batch.state is BatchState.OPEN else None,
        cancel=f"{path}/cancel" if batch.state in (BatchState.OPEN, BatchState.RUNNING) else None,
    )
