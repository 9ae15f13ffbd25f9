"""A recording to send: its bytes and nothing else. The name of its file stays here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from speechscan.client.errors import UnreadableRecording

Source = Path | str | bytes | BinaryIO
"""A file by its path, the bytes themselves, or an open file, which is read to its end."""


@dataclass(frozen=True, slots=True)
class Recording:
    source: Path | bytes

    @classmethod
    def of(cls, source: Source) -> Recording:
        if isinstance(source, bytes):
            return cls(source)
        if isinstance(source, str | Path):
            return cls(Path(source))
        return cls(source.read())

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """From its start: a request that is tried again sends all of it again. Raises UnreadableRecording."""
        if isinstance(self.source, bytes):
            yield io.BytesIO(self.source)
            return
        try:
            file = self.source.open("rb")
        except OSError as error:
            raise UnreadableRecording(f"The file cannot be read: {error.strerror}.") from error
        with file:
            yield file

    def size(self) -> int:
        """Bytes. Raises UnreadableRecording."""
        with self.opened() as file:
            return file.seek(0, io.SEEK_END)
