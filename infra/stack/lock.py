"""One stack to a data folder: a lock that the kernel drops when its last holder ends, however that happens."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from infra.stack.errors import AlreadyRunning
from infra.stack.folder import DataFolder


@contextmanager
def exclusive(folder: DataFolder) -> Iterator[IO[bytes]]:
    """Holds the folder. The open file is handed to the supervisor too (as its standard input), so that the folder
    stays locked while a supervisor whose starter was killed is still stopping its programs."""
    folder.root.mkdir(parents=True, exist_ok=True)
    with folder.lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder.root) from None
        yield file
