"""What `speechscan submit` does: send files, some at once, and report each in the order given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speechscan.cli import exit_status, output, verdicts
from speechscan.cli.printable import printable
from speechscan.client import AsyncSpeechScan, ClientError, Job, JobState
from speechscan.domain.disclaimer import DISCLAIMER

# So many files on their way: enough to keep a small service busy.
_AT_ONCE = 8
# What stands in the way of one file stands in the way of all.
_OF_ALL = (exit_status.AWAY, exit_status.REFUSED)


@dataclass(frozen=True, slots=True)
class Request:
    """wait_s: None not to wait for the results."""

    subject: str | None
    task: str | None
    upload: bool
    webhook: str | None
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """With a job and an error, the recording was taken in and the wait for its result went wrong."""

    path: Path
    job: Job | None = None
    error: ClientError | None = None

    def document(self) -> dict[str, Any]:
        error = None if self.error is None else {"code": self.error.code, "detail": self.error.detail}
        return {"path": printable(self.path), "job": None if self.job is None else self.job.document(), "error": error}


class Submission:
    def __init__(self, client: AsyncSpeechScan, request: Request) -> None:
        self._client = client
        self._request = request
        self._places = asyncio.Semaphore(_AT_ONCE)
        self.taken: dict[Path, Job] = {}
        """What the service has taken in so far."""
        self.stopped_by: ClientError | None = None

    async def each(self, paths: Sequence[Path]) -> AsyncIterator[Submitted]:
        """In the order of `paths`."""
        under_way = [asyncio.create_task(self._one(path)) for path in paths]
        try:
            for task in under_way:
                yield await task
        finally:
            for task in under_way:
                task.cancel()

    async def _one(self, path: Path) -> Submitted:
        async with self._places:
            if self.stopped_by is not None:
                return Submitted(path, error=self.stopped_by)
            job: Job | None = None
            asked = self._request
            try:
                job = await self._client.submit(
                    path, subject=asked.subject, task=asked.task, webhook=asked.webhook, upload=asked.upload
                )
                self.taken[path] = job
                if asked.wait_s is not None:
                    job = await self._client.wait(job.id, asked.wait_s)
            except ClientError as error:
                if exit_status.of(error) in _OF_ALL:
                    self.stopped_by = self.stopped_by or error
                return Submitted(path, job, error)
            return Submitted(path, job)


def submit_all(client: AsyncSpeechScan, paths: Sequence[Path], request: Request, *, as_json: bool) -> int:
    """The exit status. Raises what stands in the way of every file."""
    return asyncio.run(_submit_all(client, paths, request, as_json))


async def _submit_all(client: AsyncSpeechScan, paths: Sequence[Path], request: Request, as_json: bool) -> int:
    done: list[Submitted] = []
    async with client:
        submission = Submission(client, request)
        try:
            with output.progress() as bars:
                bar = bars.add_task("sending" if request.wait_s is None else "screening", total=len(paths))
                async for one in submission.each(paths):
                    done.append(one)
                    bars.advance(bar)
                    if as_json:
                        output.json_line(one.document())
        except asyncio.CancelledError:  # Ctrl-C
            _tell_of_the_rest(submission.taken, done, len(paths))
            raise
        finally:
            # After the bar, which words would tear.
            if not as_json:
                _tell(done)
    if submission.stopped_by is not None:
        raise submission.stopped_by
    return max((_status(one) for one in done), key=(0, exit_status.NOT_ENDED, exit_status.FAILED).index)


def _tell(done: Sequence[Submitted]) -> None:
    for one in done:
        if one.job is not None:
            output.show(verdicts.full(printable(one.path), one.job))
        # What is of all is said once, at the end.
        if one.error is not None and exit_status.of(one.error) not in _OF_ALL:
            output.say(f"{one.path}: {one.error.detail}", "red")
    if any(one.job is not None and one.job.result is not None for one in done):
        output.show(f"\n{DISCLAIMER}")


def _tell_of_the_rest(taken: Mapping[Path, Job], done: Sequence[Submitted], count: int) -> None:
    """Their ids are known to nobody else."""
    told = {one.path for one in done}
    for path, job in taken.items():
        if path not in told:
            output.say(f"{path}: job {job.id} goes on; `speechscan jobs wait {job.id}` waits for it.")
    if unsent := count - len({*taken, *told}):
        output.say(f"{unsent} of {count} recordings were not sent.")


def _status(one: Submitted) -> int:
    if one.error is not None:
        return exit_status.NOT_ENDED if exit_status.of(one.error) == exit_status.NOT_ENDED else exit_status.FAILED
    ended_badly = one.job is not None and one.job.state in (JobState.FAILED, JobState.CANCELLED, JobState.DELETED)
    return exit_status.FAILED if ended_badly else 0
