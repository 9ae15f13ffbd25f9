"""Registers the deployments of `prefect.yaml` and their work pool, and leaves alone what an operator has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.stack.folder import DataFolder
from infra.stack.prefect_api import post, require_success
from infra.stack.program import ROOT
from infra.stack.programs import WORK_POOL


@dataclass(frozen=True, slots=True)
class Deployments:
    http: httpx.AsyncClient
    api_url: str
    folder: DataFolder
    deploy: Callable[[], Awaitable[None]]
    """Runs `prefect deploy --all`: 5 s on 2 cores."""

    async def register(self) -> None:
        """Nothing to do if they stand as the files are now. Deploying anew would also switch schedules on again."""
        await self._ensure_pool()
        mark, fingerprint = self.folder.prefect / "deployed.sha256", _fingerprint()
        if mark.exists() and mark.read_text(encoding="ascii") == fingerprint:
            return
        # `prefect deploy` resumes what was paused; a pause of `screen` must outlive an update, and one that broke off.
        note = self.folder.prefect / "paused.json"
        noted = json.loads(note.read_text(encoding="ascii")) if note.exists() else []
        paused = sorted({*noted, *(str(deployment["id"]) for deployment in await self._all() if deployment["paused"])})
        note.write_text(json.dumps(paused), encoding="ascii")
        await self.deploy()
        for deployment_id in paused:
            await post(self.http, f"{self.api_url}/deployments/{deployment_id}/pause_deployment")
        mark.write_text(fingerprint, encoding="ascii")
        note.unlink()

    async def _ensure_pool(self) -> None:
        pool = {"name": WORK_POOL, "type": "process"}
        answer = await self.http.post(f"{self.api_url}/work_pools/", json=pool)
        if answer.status_code != httpx.codes.CONFLICT:  # it is there
            require_success(answer)

    async def _all(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = await post(self.http, f"{self.api_url}/deployments/filter")
        return found


def _fingerprint() -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    for path in _sources():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield ROOT / "prefect.yaml"
    yield from sorted((ROOT / "flows").rglob("*.py"))
