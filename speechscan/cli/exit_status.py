"""Exit statuses of the commands, for scripts. docs/cli.md has the same table."""

from __future__ import annotations

from typing import Final

from speechscan.errors import SpeechScanError

FAILED: Final = 1
"""A job failed or was cancelled, or any other error."""
USAGE: Final = 2
"""Of the command line itself; typer's."""
AWAY: Final = 3
"""A server does not answer, or answers that a part of it is away."""
REFUSED: Final = 4
"""No key, or one that is not valid or lacks a scope."""
NOT_ENDED: Final = 5
"""It goes on: the time given to wait for it is over."""
INTERRUPTED: Final = 130
"""Ctrl-C; as shells say it, and typer."""

EPILOG = (
    "Exit status: 0 done; 1 a job failed or was cancelled, or another error; 2 wrong use; 3 the server is away; "
    "4 no key, or one that may not do this; 5 not ended in the time given; 130 Ctrl-C."
)
_OF_CODE = {
    "bad_address": USAGE,
    "unreachable": AWAY,
    "unavailable": AWAY,
    "gateway": AWAY,
    "model_not_ready": AWAY,
    "busy": AWAY,
    "unauthenticated": REFUSED,
    "forbidden": REFUSED,
    "not_ended": NOT_ENDED,
}


def of(error: SpeechScanError) -> int:
    return _OF_CODE.get(error.code, FAILED)
