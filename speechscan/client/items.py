"""What a batch is made of, and what became of sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from speechscan.client.answers.batch import Batch, NewBatch
from speechscan.client.errors import ClientError, ItemRefused, UnreadableRecording
from speechscan.client.recording import Recording, Source


@dataclass(frozen=True, slots=True)
class Item:
    """An open file is read at once."""

    source: Source
    subject: str | None = None
    task: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", Recording.of(self.source).source)

    @property
    def recording(self) -> Recording:
        return Recording.of(self.source)

    def described(self) -> dict[str, Any]:
        """For the API: no name. Without a size where the file cannot be read; that is told when it is sent."""
        size = None
        with suppress(UnreadableRecording):
            size = self.recording.size()
        given = {"subject": self.subject, "task": self.task, "size_bytes": size}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Sent:
    """A started batch. Its item of index i is the i-th that was given; `unsent` are those that were not sent: what the
    API would not take ends as `refused`, and what could not be read or sent as `missing`."""

    batch: Batch
    unsent: Mapping[int, ClientError]


def as_items(given: Sequence[Item | Source]) -> list[Item]:
    return [one if isinstance(one, Item) else Item(one) for one in given]


def refused(made: NewBatch) -> dict[int, ClientError]:
    return {slot.index: ItemRefused(slot.error.code, slot.error.detail) for slot in made.items if slot.error}
