"""`speechscan jobs`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from speechscan.cli import exit_status, output, several, verdicts
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir, Yes, ask_first
from speechscan.cli.remote import AsJson, Key, Url, connected
from speechscan.cli.submit import Timeout
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.job import JobState
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status

if TYPE_CHECKING:
    from speechscan.client import Job, SpeechScan

app = typer.Typer(help="Your jobs in a running SpeechScan.", no_args_is_help=True, epilog=exit_status.EPILOG)

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Of the jobs.")]


@app.command("list", epilog=exit_status.EPILOG)
def list_jobs(
    state: Annotated[list[JobState] | None, typer.Option(help="Only of this state; several times for several.")] = None,
    verdict: Annotated[
        list[Status] | None, typer.Option(help="Only of this verdict; several times for several.")
    ] = None,
    task: Annotated[
        list[Task] | None, typer.Option(metavar="TASK", help="Only of this task; several times for several.")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="Only of this person, by your pseudonym.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest.")] = 20,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show your jobs, newest first. With --json a line for each."""
    from speechscan.client import JobFilter

    wanted = JobFilter(states=state or (), verdicts=verdict or (), tasks=task or (), subject=subject)
    with connected(url, key, data_dir) as client:
        found = list(client.jobs(wanted, limit=limit))
    if as_json:
        for job in found:
            output.json_line(job.document())
        return
    table = Table("id", "submitted, UTC", "state", "prob.", "model", box=None, pad_edge=False, collapse_padding=True)
    for job in found:
        table.add_row(*_cells(job))
    output.show(table)
    _disclaim(found)


@app.command(epilog=exit_status.EPILOG)
def show(
    job_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show one job and its result."""
    with connected(url, key, data_dir) as client:
        job = client.job(job_id)
    if as_json:
        output.json_document(job.document())
        return
    output.show(verdicts.full(f"{job.timings.queued_at:%Y-%m-%d %H:%M} UTC", job))
    _disclaim([job])


@app.command(epilog=exit_status.EPILOG)
def wait(
    ids: Ids,
    timeout: Timeout = 300,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Wait until jobs have ended, and show them. With --json a line for each."""
    try:
        _each(ids, as_json, url, key, data_dir, lambda client, one: client.wait(one, timeout), failing=True)
    except KeyboardInterrupt:
        output.say("Nobody waits any more; the jobs go on.")
        raise


@app.command(epilog=exit_status.EPILOG)
def cancel(
    ids: Ids, as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """End waiting or running jobs. What they would have found is dropped."""
    _each(ids, as_json, url, key, data_dir, lambda client, one: client.cancel(one))


@app.command(epilog=exit_status.EPILOG)
def delete(
    ids: Ids,
    yes: Yes = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Erase jobs: recording, result, outcomes and subject. An empty row with the id stays."""
    jobs = "1 job" if len(ids) == 1 else f"{len(ids)} jobs"
    ask_first(f"Erase {jobs} with recording and result? This cannot be undone", yes=yes, as_json=as_json)
    _each(ids, as_json, url, key, data_dir, lambda client, one: client.delete(one))


def _each(
    ids: list[str],
    as_json: bool,
    url: str | None,
    key: str | None,
    data_dir: DataDir,
    work: Callable[[SpeechScan, str], Job],
    failing: bool = False,
) -> None:
    """failing: the exit status says whether one of the jobs has failed or was cancelled."""
    shown: list[Job] = []

    def show_one(one: str, job: Job) -> None:
        output.show(verdicts.full(one, job))
        shown.append(job)

    try:
        with connected(url, key, data_dir) as client:
            found, status = several.each(ids, partial(work, client), show_one, as_json=as_json)
    finally:
        _disclaim(shown)
    if failing and any(job.state is not JobState.COMPLETED for job in found):
        status = exit_status.FAILED
    raise typer.Exit(status)


def _disclaim(jobs: Iterable[Job]) -> None:
    """Below what has a result in it."""
    if any(job.result is not None for job in jobs):
        output.show(f"\n{DISCLAIMER}")


def _cells(job: Job) -> tuple[Text, ...]:
    probability = "" if job.result is None else f"{job.result.probability:.2f}"
    version = "" if job.result is None else job.result.model.version
    words = (str(job.id), f"{job.timings.queued_at:%Y-%m-%d %H:%M}")
    return (*map(Text, words), verdicts.word(job), Text(probability), Text(version))
