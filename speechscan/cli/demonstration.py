"""What `speechscan demo` does: the whole chain on synthetic voices, over the real API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console
from rich.panel import Panel
from rich.table import Column, Table

from infra.stack.display import display_on
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.stack import local_stack
from speechscan.cli.journey import Journey, follow
from speechscan.cli.serving import HOW_TO_STOP, announce
from speechscan.client import AsyncSpeechScan, Job, JobState
from speechscan.db.engine import connected
from speechscan.db.keys import USUAL_SCOPES, KeyRepository
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.errors import SpeechScanError
from speechscan.settings import Settings

CALLER = "demo"
# Of the catalogue of synthetic voices: a steady one, one with a tremor, and syllables, strange to a vowel model.
VOICES = (
    ("synthetic-vowel-a-120hz", "wav"),
    ("synthetic-vowel-a-150hz-f0-tremor-5hz-6pct", "mp3"),
    ("synthetic-syllables-pataka-130hz-4-per-s", "ogg"),
)


def recordings() -> dict[str, bytes]:
    """Each voice by the name of its file."""
    from regression.phantoms import CATALOGUE, encode

    return {f"{name}.{format}": encode(CATALOGUE[name].voice().samples, format) for name, format in VOICES}


class DemoFailed(SpeechScanError):
    code = "demo_failed"


async def demonstrate(folder: DataFolder, ports: Ports, once: bool) -> None:
    console = Console()
    async with local_stack(folder, ports, display_on(console)) as stack:
        async with _client(console, stack.settings) as client:
            journeys = await follow(client, recordings(), console)
        _show_verdicts(console, journeys)
        unfinished = [j.name for j in journeys if j.job.state is not JobState.COMPLETED]
        if unfinished:
            raise DemoFailed(f"These recordings were not screened: {', '.join(unfinished)}.")
        announce(console, stack)
        if not once:
            console.print(HOW_TO_STOP)
            await stack.watch()


@asynccontextmanager
async def _client(console: Console, settings: Settings) -> AsyncIterator[AsyncSpeechScan]:
    async with connected(settings) as engine:
        keys = KeyRepository(engine)
        for earlier in await keys.list():
            if earlier.name == CALLER and earlier.revoked_at is None:
                await keys.revoke(earlier.id)
        _, token = await keys.create(CALLER, USUAL_SCOPES, rotate=True)
    console.print(f"An API key for this demo, shown only now: {token}", markup=False, highlight=False, soft_wrap=True)
    async with AsyncSpeechScan(settings.api_url, token, timeout_s=60) as client:
        yield client


def _show_verdicts(console: Console, journeys: list[Journey]) -> None:
    recording = Column("recording (synthetic)", overflow="fold")
    table = Table(recording, "verdict", "probability", "confidence", "model", box=None)
    for journey in journeys:
        table.add_row(journey.name, *_verdict(journey.job))
    console.print(table)
    console.print(Panel(DISCLAIMER, expand=False))


def _verdict(job: Job) -> tuple[str, str, str, str]:
    result = job.result
    if result is None:
        return f"{job.state}: {job.error.detail if job.error else ''}", "", "", ""
    model = f"{result.model.name} version {result.model.version}"
    return result.status, f"{result.probability:.2f}", f"{result.confidence:.2f}", model
