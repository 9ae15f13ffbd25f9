"""What a batch is made of, and what became of sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from speechscan.client.answers.batch import Batch
from speechscan.client.errors import ClientError
from speechscan.client.recording import Recording, Source


@dataclass(frozen=True, slots=True)
class Item:
    source: Source
    subject: str | None = None
    task: str | None = None

    @property
    def recording(self) -> Recording:
        return Recording.of(self.source)

    def described(self) -> dict[str, Any]:
        """For the API: no name."""
        given = {"subject": self.subject, "task": self.task}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Sent:
    """A started batch. Its item of index i is the i-th that was given; `unsent` are those that could not be sent, which
    end as `missing`."""

    batch: Batch
    unsent: Mapping[int, ClientError]


def as_items(given: Sequence[Item | Source]) -> list[Item]:
    return [one if isinstance(one, Item) else Item(one) for one in given]
