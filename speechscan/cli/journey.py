"""Follows recordings through the API from the upload to the result, and shows each one's way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from speechscan.errors import Unavailable

_WITHIN_S = 120.0
# Progress of a job by its state: queued, running, ended.
_MARKS = {"queued": 1, "running": 2}
_END = 3


@dataclass(frozen=True, slots=True)
class Journey:
    name: str
    job: dict[str, Any]
    """The job's last representation, as the API gives it."""


async def follow(
    client: httpx.AsyncClient, recordings: Sequence[tuple[str, str, bytes]], console: Console
) -> list[Journey]:
    """`recordings` holds name, media type and bytes. Returns when each job has ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        return list(await asyncio.gather(*(_one(client, progress, *recording) for recording in recordings)))


async def _one(client: httpx.AsyncClient, progress: Progress, name: str, media_type: str, data: bytes) -> Journey:
    task = progress.add_task(name, total=_END, state="uploading")
    job = _answered(await client.post("/v1/jobs", content=data, headers={"Content-Type": media_type}))
    way = [job["state"]]
    _show(progress, task, job, way)
    deadline = time.monotonic() + _WITHIN_S
    while job["state"] in _MARKS:
        if time.monotonic() > deadline:
            raise Unavailable("worker", f"{name} was not screened within {_WITHIN_S:.0f} s; its job is {job['id']}.")
        # A short wait, so that the change to `running` is seen too.
        job = _answered(await client.get(job["links"]["self"], params={"wait": 0.1}))
        if job["state"] != way[-1]:
            way.append(job["state"])
        _show(progress, task, job, way)
    return Journey(name, job)


def _show(progress: Progress, task: TaskID, job: dict[str, Any], way: list[str]) -> None:
    progress.update(task, completed=_MARKS.get(job["state"], _END), state=" → ".join(way))


def _answered(response: httpx.Response) -> dict[str, Any]:
    if not response.is_success:
        problem = response.json()
        raise Unavailable("api", f"The API answered {response.status_code}: {problem.get('detail', '')}")
    found: dict[str, Any] = response.json()
    return found
