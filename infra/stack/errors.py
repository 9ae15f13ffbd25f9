"""What can go wrong with the local stack, in sentences for the person at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from speechscan.errors import SpeechScanError


class StackError(SpeechScanError):
    code = "stack"
    title = "The local stack cannot do this"


class PortTaken(StackError):
    code = "port_taken"

    def __init__(self, taken: Mapping[str, int], base: int) -> None:
        listed = ", ".join(f"{port} ({name})" for name, port in taken.items())
        some = "Port" if len(taken) == 1 else "Ports"
        verb = "is" if len(taken) == 1 else "are"
        super().__init__(
            f"{some} {listed} {verb} taken by another program. "
            f"Choose other ports for the whole stack, for example --port-base {base + 100}."
        )


class AlreadyRunning(StackError):
    code = "already_running"

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"A stack is running, or still stopping, on the data folder {root}. "
            "`speechscan status` shows it. Stop it first, or choose another folder with --data-dir."
        )


class NotRunning(StackError):
    code = "not_running"

    def __init__(self, root: Path) -> None:
        super().__init__(f"No stack runs on the data folder {root}. `speechscan up` starts one.")


class Stopping(NotRunning):
    def __init__(self, root: Path) -> None:
        StackError.__init__(self, f"The stack on the data folder {root} is stopping.")


class StepFailed(StackError):
    """One step of the start did not succeed. `log` holds the details."""

    code = "step_failed"

    def __init__(self, step: str, reason: str, log: Path | None = None) -> None:
        where = f" Its log is {log}." if log else ""
        super().__init__(f"The start stopped at '{step}': {reason}{where}")
