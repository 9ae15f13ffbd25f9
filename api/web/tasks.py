"""What the page asks a person to speak."""

from __future__ import annotations

from dataclasses import dataclass

from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.task import Task

OFFERED = (Task.SUSTAINED_VOWEL_A, Task.SYLLABLES, Task.SENTENCE)


@dataclass(frozen=True, slots=True)
class Offer:
    """Its prompt is the message `prompt-...`. judged: whether the model in service was trained on it; None where that
    cannot be said."""

    task: Task
    judged: bool | None


def offers(served: ModelFacts | None) -> list[Offer]:
    return [Offer(task, None if served is None else task in served.tasks) for task in OFFERED]
