"""Follows recordings through the API from the upload to the result, and shows each one's way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from speechscan.client import AsyncSpeechScan, Job, JobState
from speechscan.errors import Unavailable

_WITHIN_S = 120.0
# Progress of a job by its state: queued, running, ended.
_MARKS = {JobState.QUEUED: 1, JobState.RUNNING: 2}
_END = 3


@dataclass(frozen=True, slots=True)
class Journey:
    name: str
    job: Job
    """As it ended."""


async def follow(client: AsyncSpeechScan, recordings: Mapping[str, bytes], console: Console) -> list[Journey]:
    """`recordings` by name. Returns when each job has ended. Raises ClientError, Unavailable."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        return list(await asyncio.gather(*(_one(client, progress, *named) for named in recordings.items())))


async def _one(client: AsyncSpeechScan, progress: Progress, name: str, data: bytes) -> Journey:
    task = progress.add_task(name, total=_END, state="uploading")
    submitted = job = await client.submit(data)
    way = [job.state]
    _show(progress, task, way)
    try:
        async with asyncio.timeout(_WITHIN_S):
            async for job in client.events(submitted.id):
                if job.state != way[-1]:
                    way.append(job.state)
                _show(progress, task, way)
    except TimeoutError:
        raise Unavailable("worker", f"{name} was not screened within {_WITHIN_S:.0f} s; its job is {job.id}.") from None
    return Journey(name, job)


def _show(progress: Progress, task: TaskID, way: list[JobState]) -> None:
    progress.update(task, completed=_MARKS.get(way[-1], _END), state=" → ".join(way))
