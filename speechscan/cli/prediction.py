"""What `speechscan predict` does: find recordings, decode them in the confined pool, score them, report each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from speechscan.audio.formats import SNIFF_BYTES, sniff
from speechscan.domain.result import screening_result
from speechscan.errors import InvalidRequest, RecordingError, SpeechScanError
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer
    from speechscan.audio.pool import DecodePool
    from speechscan.cli.predictions import Report

# A file's name tells that somebody takes it for sound: then that it is not is worth a word.
_SUFFIXES = {".wav", ".flac", ".mp3", ".ogg", ".opus", ".oga", ".m4a", ".mp4", ".aac", ".webm"}


@dataclass(frozen=True, slots=True)
class Prediction:
    """One of `document` (as `screening_result` makes it) and `error` is there."""

    path: Path
    document: dict[str, Any] | None = None
    error: SpeechScanError | None = None


def recordings(paths: Sequence[Path], recursive: bool) -> list[Path]:
    """Named files as they are, also if they do not exist; of folders what is sound by content or name."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_within(path, recursive) if path.is_dir() else [path]))
    if not found:
        raise InvalidRequest("There are no recordings in these folders. --recursive looks into the folders within.")
    return list(found)


def predict_all(paths: Sequence[Path], scorer: OnnxScorer, settings: Settings, reports: Sequence[Report]) -> int:
    """Reports each recording in the order of `paths`, and says how many could not be scored."""

    try:
        return asyncio.run(_report_each(paths, scorer, settings, reports))
    finally:
        for report in reports:
            report.close()


async def _report_each(paths: Sequence[Path], scorer: OnnxScorer, settings: Settings, reports: Sequence[Report]) -> int:
    bad = 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("recordings", total=len(paths))
        async for prediction in _predictions(paths, scorer, settings):
            bad += prediction.error is not None
            for report in reports:
                report.add(prediction)
            progress.advance(bar)
    return bad


def _within(folder: Path, recursive: bool) -> Iterator[Path]:
    pattern = "**/*" if recursive else "*"
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and (path.suffix.lower() in _SUFFIXES or _is_sound(path)):
            yield path


def _is_sound(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff(file.read(SNIFF_BYTES)) is not None
    except OSError:
        return False


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
