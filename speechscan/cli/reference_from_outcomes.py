"""What `speechscan reference from-outcomes` does: screened recordings with a confirmed label become a set."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from speechscan.cli import output, reference_adding
from speechscan.cli.training import watched
from speechscan.db.engine import connected
from speechscan.db.reference_clips import LabelledFilter, ReferenceClipRepository
from speechscan.settings import Settings

if TYPE_CHECKING:
    from regression.references.reference import Reference

T = TypeVar("T")


def run(name: str, wanted: LabelledFilter, against: Sequence[str], settings: Settings) -> Reference:
    from regression.references.from_outcomes import gather
    from speechscan.storage import S3Store

    jobs = _with_clips(settings, lambda clips: clips.labelled(wanted))
    key = settings.subject_key.get_secret_value().encode()
    with tempfile.TemporaryDirectory(prefix="speechscan-outcomes-") as folder:
        with watched() as progress:
            gathered = gather(jobs, S3Store(settings), Path(folder), key, progress=progress)
        _tell([f"The corpus {alias} is the caller {owner}." for alias, owner in gathered.callers.items()])
        _tell(gathered.left_out, style="yellow")
        # Before the clips are stored, so that none is ever there whose job's erasure would not find it; and again
        # afterwards, since a job may have been erased, and its clip looked for in vain, while the set was made.
        _with_clips(settings, lambda clips: clips.link(gathered.clips))
        added = reference_adding.run(name, gathered.manifest, None, against, skip_bad=True, settings=settings)
        _with_clips(settings, lambda clips: clips.link(gathered.clips))
    return added


def _tell(sentences: Iterable[str], style: str = "") -> None:
    for sentence in sentences:
        output.say(sentence, style)


def _with_clips(settings: Settings, work: Callable[[ReferenceClipRepository], Awaitable[T]]) -> T:
    async def inner() -> T:
        async with connected(settings) as engine:
            return await work(ReferenceClipRepository(engine))

    return asyncio.run(inner())
