"""`speechscan submit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.cli.remote import AsJson, Key, Url, asynchronous
from speechscan.domain.task import Task as SpokenTask

Subject = Annotated[
    str | None, typer.Option(help="Your pseudonym for the person. The service keeps a keyed hash of it only.")
]
Task = Annotated[
    SpokenTask | None,
    typer.Option(metavar="TASK", help="What is spoken, as sustained_vowel_a; docs/api.md has the list."),
]
Webhook = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="Where the end of each job is told, in place of your webhook's address (docs/webhooks.md)."
    ),
]
Timeout = Annotated[float, typer.Option(min=0, help="Longest wait, s.")]


def submit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Recordings.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the results and show them.")] = False,
    timeout: Timeout = 300,
    subject: Subject = None,
    task: Task = None,
    webhook: Webhook = None,
    upload: Annotated[
        bool, typer.Option("--upload", help="Send to the object store itself, as is better on a slow line.")
    ] = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Send recordings to a running SpeechScan. Names of files stay here.

    With --json one line for each file, in the order given: its path, its job as the API gives it, and the error if
    there was one.
    """
    from speechscan.cli.submission import Request, submit_all

    request = Request(subject, task, upload, webhook, wait_s=timeout if wait else None)
    status = submit_all(asynchronous(url, key, data_dir), files, request, as_json=as_json)
    raise typer.Exit(status)
