"""What `speechscan demo` does: the whole chain on synthetic voices, over the real API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from infra.stack.display import display_on
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.stack import local_stack
from speechscan.cli.journey import Journey, follow
from speechscan.cli.serving import HOW_TO_STOP, announce
from speechscan.db.engine import async_engine
from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.errors import SpeechScanError
from speechscan.settings import Settings

CALLER = "demo"
_MEDIA_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg"}


@dataclass(frozen=True, slots=True)
class Voice:
    """A synthetic voice, so named that nobody takes it for a person's."""

    seed: int
    format: str
    f0_hz: float
    phoneme: str
    jitter: float
    shimmer: float
    breath: float

    @property
    def name(self) -> str:
        return f"synthetic-vowel-{self.seed}.{self.format}"

    def recording(self) -> bytes:
        from regression.phantoms import encode, vowel

        samples = vowel(
            self.seed,
            f0_hz=self.f0_hz,
            phoneme=self.phoneme,
            jitter=self.jitter,
            shimmer=self.shimmer,
            breath=self.breath,
        )
        return encode(samples, self.format)


# A steady voice, a higher one, and a rough and breathy one.
VOICES = (
    Voice(1, "wav", f0_hz=120, phoneme="a", jitter=0.006, shimmer=0.02, breath=0.1),
    Voice(2, "mp3", f0_hz=205, phoneme="i", jitter=0.006, shimmer=0.02, breath=0.1),
    Voice(3, "ogg", f0_hz=150, phoneme="u", jitter=0.03, shimmer=0.12, breath=0.5),
)


class DemoFailed(SpeechScanError):
    code = "demo_failed"


async def demonstrate(folder: DataFolder, ports: Ports, once: bool) -> None:
    console = Console()
    async with local_stack(folder, ports, display_on(console)) as stack:
        async with _client(console, stack.settings) as client:
            journeys = await follow(client, [(v.name, _MEDIA_TYPES[v.format], v.recording()) for v in VOICES], console)
        _show_verdicts(console, journeys)
        unfinished = [j.name for j in journeys if j.job["state"] != "completed"]
        if unfinished:
            raise DemoFailed(f"These recordings were not screened: {', '.join(unfinished)}.")
        announce(console, stack)
        if not once:
            console.print(HOW_TO_STOP)
            await stack.watch()


@asynccontextmanager
async def _client(console: Console, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    engine = async_engine(settings, pool_size=1)
    try:
        keys = KeyRepository(engine)
        for earlier in await keys.list():
            if earlier.name == CALLER and earlier.revoked_at is None:
                await keys.revoke(earlier.id)
        _, token = await keys.create(CALLER, SCOPES, rotate=True)
    finally:
        await engine.dispose()
    console.print(f"An API key for this demo, shown only now: {token}", markup=False, highlight=False, soft_wrap=True)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=settings.api_url, headers=headers, timeout=60) as client:
        yield client


def _show_verdicts(console: Console, journeys: list[Journey]) -> None:
    table = Table("recording (synthetic)", "verdict", "probability", "confidence", "model", box=None)
    for journey in journeys:
        table.add_row(journey.name, *_verdict(journey.job))
    console.print(table)
    console.print(Panel(DISCLAIMER, expand=False))


def _verdict(job: dict[str, Any]) -> tuple[str, str, str, str]:
    if job["result"] is None:
        return f"{job['state']}: {(job['error'] or {}).get('detail', '')}", "", "", ""
    result = job["result"]
    model = f"{result['model']['name']} version {result['model']['version']}"
    return result["status"], f"{result['probability']:.2f}", f"{result['confidence']:.2f}", model
