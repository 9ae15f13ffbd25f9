"""What `speechscan predict` does: decode recordings in the confined pool, score them, report each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speechscan.cli.output import progress
from speechscan.domain.result import screening_result
from speechscan.errors import RecordingError, SpeechScanError
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer
    from speechscan.audio.pool import DecodePool
    from speechscan.cli.predictions import Report


@dataclass(frozen=True, slots=True)
class Prediction:
    """One of `document` (as `screening_result` makes it) and `error` is there."""

    path: Path
    document: dict[str, Any] | None = None
    error: SpeechScanError | None = None


def predict_all(paths: Sequence[Path], scorer: OnnxScorer, settings: Settings, reports: Sequence[Report]) -> int:
    """Reports each recording in the order of `paths`, and says how many could not be scored."""
    with ExitStack() as open_reports:
        # The first is closed first, and the others also if that fails: the results are nowhere else.
        for report in reversed(reports):
            open_reports.callback(report.close)
        return asyncio.run(_report_each(paths, scorer, settings, reports))


async def _report_each(paths: Sequence[Path], scorer: OnnxScorer, settings: Settings, reports: Sequence[Report]) -> int:
    bad = 0
    with progress() as bars:
        bar = bars.add_task("recordings", total=len(paths))
        async for prediction in _predictions(paths, scorer, settings):
            bad += prediction.error is not None
            for report in reports:
                report.add(prediction)
            bars.advance(bar)
    return bad


async def _predictions(paths: Sequence[Path], scorer: OnnxScorer, settings: Settings) -> AsyncIterator[Prediction]:
    """In the order of `paths`; some are under way at once, so that every decode process has work."""
    from speechscan.audio.pool import DecodePool

    pool = DecodePool(settings)
    under_way: deque[asyncio.Task[Prediction]] = deque()
    try:
        for path in paths:
            under_way.append(asyncio.create_task(_predict(path, pool, scorer, settings)))
            if len(under_way) > 2 * settings.decode_processes:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for task in under_way:
            task.cancel()
        pool.close()


async def _predict(path: Path, pool: DecodePool, scorer: OnnxScorer, settings: Settings) -> Prediction:
    try:
        recording = await pool.decode(_read(path, settings.max_upload_bytes))
        score = await asyncio.to_thread(scorer.score, recording.pcm16)
    except SpeechScanError as error:
        return Prediction(path, error=error)
    return Prediction(path, screening_result(score, recording.quality, settings.quality_gate))


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        if path.stat().st_size > max_bytes:
            raise RecordingError(
                "too_large", f"The file is larger than {max_bytes} bytes. Save it in a compressed format."
            )
        return path.read_bytes()
    except OSError as error:
        raise RecordingError("unreadable", f"The file cannot be read: {error.strerror}.") from error
