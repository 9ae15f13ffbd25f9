"""Shows a start as it goes: live in a terminal, one line a step elsewhere."""

from __future__ import annotations

import time
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Display(Protocol):
    def begin(self, step: str, title: str) -> None: ...
    def end(self, step: str, *, failed: bool = False) -> None: ...
    def say(self, sentence: str) -> None: ...

    def finish(self) -> None:
        """No more steps."""


def display_on(console: Console) -> Display:
    return LiveDisplay(console) if console.is_terminal else PlainDisplay(console)


class PlainDisplay:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: dict[str, tuple[str, float]] = {}

    def begin(self, step: str, title: str) -> None:
        self._begun[step] = (title, time.monotonic())

    def end(self, step: str, *, failed: bool = False) -> None:
        title, since = self._begun.pop(step)
        self.say(f"{'failed' if failed else 'ready':>6}  {title} ({time.monotonic() - since:.1f} s)")

    def say(self, sentence: str) -> None:
        self._console.print(escape(sentence), highlight=False, soft_wrap=True)

    def finish(self) -> None:
        pass


class LiveDisplay:
    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✔"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}

    def begin(self, step: str, title: str) -> None:
        self._progress.start()
        self._tasks[step] = self._progress.add_task(title, total=1)

    def end(self, step: str, *, failed: bool = False) -> None:
        task = self._tasks[step]
        if failed:
            self._progress.stop_task(task)
            self._progress.update(task, description=f"[red]failed: {self._progress.tasks[task].description}")
        else:
            self._progress.update(task, completed=1)

    def say(self, sentence: str) -> None:
        self._progress.console.print(escape(sentence), highlight=False, soft_wrap=True)

    def finish(self) -> None:
        self._progress.stop()
