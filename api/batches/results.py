"""The results of a batch, row by row, however many and while it runs."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from api.services import Services
from api.v1.batch_models import ResultRow

# A result has some 3 kB.
_PAGE = 200
_BEFORE = ("index", "job_id", "state", "status", "probability", "confidence", "model_version", "task")
_AFTER = ("error_code", "error_detail", "disclaimer")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | None


async def pages(services: Services, owner: str, batch_id: UUID) -> AsyncIterator[list[ResultRow]]:
    """By position. Each page is read by itself, so that no connection is held while a client reads slowly."""
    after = -1
    while items := await services.batches.items(owner, batch_id, after, _PAGE):
        jobs = await services.jobs.of(owner, [item.job_id for item in items if item.job_id])
        yield [ResultRow.row(item, None if item.job_id is None else jobs.get(item.job_id)) for item in items]
        after = items[-1].position


async def json_lines(services: Services, owner: str, batch_id: UUID) -> AsyncIterator[str]:
    async for rows in pages(services, owner, batch_id):
        yield "".join(f"{row.model_dump_json()}\n" for row in rows)


async def csv_lines(services: Services, owner: str, batch_id: UUID) -> AsyncIterator[str]:
    """The measurements are those that the results have when it begins."""
    measured = await services.batches.measured(owner, batch_id)
    yield written([[*_BEFORE, *measured, *_AFTER]])
    async for rows in pages(services, owner, batch_id):
        yield written([cells(row, measured) for row in rows])


def cells(row: ResultRow, measured: Sequence[str]) -> list[Cell]:
    result, error = row.result, row.error
    said: list[Cell] = [None] * 4
    if result is not None:
        said = [result.status, result.probability, result.confidence, result.model.version]
    return [
        row.index,
        None if row.job_id is None else str(row.job_id),
        row.state,
        *said,
        row.task,
        *(None if result is None else result.measurements.get(name) for name in measured),
        None if error is None else error.code,
        None if error is None else error.detail,
        row.disclaimer,
    ]


def written(rows: Sequence[Sequence[Cell]]) -> str:
    """CSV by RFC 4180. Numbers stay numbers; a text that a spreadsheet would calculate gets an apostrophe in front."""
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
