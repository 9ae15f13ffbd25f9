"""A job in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from speechscan.domain.job import JobState
from speechscan.domain.verdict import Status

if TYPE_CHECKING:
    from speechscan.client import Job, Result

_WORDS = {
    Status.HEALTHY: ("no signs of dysarthria found", "green"),
    Status.DYSARTHRIC: ("signs of dysarthria found", "red"),
    Status.INCONCLUSIVE: ("inconclusive, no verdict", "yellow"),
}


def brief(job: Job) -> Text:
    """A few words: the verdict, or how far the job is."""
    if job.result is not None:
        return Text.assemble(_WORDS[job.result.status])
    return Text(str(job.state), "red" if job.state is JobState.FAILED else "")


def word(job: Job) -> Text:
    """One, as the API says it: the verdict, or how far the job is."""
    return brief(job) if job.result is None else Text(str(job.result.status), _WORDS[job.result.status][1])


def full(name: str, job: Job) -> Text:
    """name: what the person knows it by. Without the disclaimer, which stands once below all."""
    lines = [Text.assemble((name, "bold"), ": ", brief(job))]
    lines += [Text(f"  {line}") for line in _explained(job)]
    return Text("\n").join(lines)


def _explained(job: Job) -> list[str]:
    if job.error is not None:
        return [job.error.detail, f"Job {job.id}, reason {job.error.code}."]
    if job.result is None:
        return [f"Job {job.id}."]
    return [*job.result.acoustic_notes, _figures(job.result), f"Job {job.id}."]


def _figures(result: Result) -> str:
    pitch = "" if result.f0_hz is None else f" Pitch of the voice {result.f0_hz:.0f} Hz."
    return (
        f"Probability of dysarthria {result.probability:.2f}, confidence {result.confidence:.2f}, "
        f"by {result.model.name} version {result.model.version}.{pitch}"
    )
