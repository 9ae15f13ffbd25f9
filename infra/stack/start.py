"""The start of the stack as a graph of steps. What does not depend on each other starts together."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import httpx
import psycopg

from infra.stack import environment, postgres, seaweedfs
from infra.stack.chore import run_chore
from infra.stack.databases import make_databases
from infra.stack.dead_runs import close_dead_runs
from infra.stack.deployments import Deployments
from infra.stack.errors import StepFailed
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.readiness import Readiness
from infra.stack.secrets import Secrets
from infra.stack.steps import Step
from infra.stack.supervisor import Supervisor
from speechscan.db.migrate import upgrade
from speechscan.settings import Settings
from speechscan.storage.s3 import S3Store

# The slowest program takes about 10 s on 2 idle cores, and took 83 s on an overloaded machine (measured).
READY_WITHIN_S = 240.0
_CHORE_WITHIN_S = 120.0
_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Start:
    folder: DataFolder
    ports: Ports
    secrets: Secrets
    settings: Settings
    supervisor: Supervisor
    readiness: Readiness
    http: httpx.AsyncClient

    def steps(self, only: Iterable[str]) -> list[Step]:
        """`only` names the programs to start."""
        wanted = frozenset(only)
        return [step for step, needs in self._graph() if needs <= wanted]

    def _graph(self) -> list[tuple[Step, frozenset[str]]]:
        return [
            _step("postgres", "PostgreSQL", self._postgres),
            _step("s3", "S3 store (SeaweedFS)", self._s3),
            _step("schema", "Tables of SpeechScan", self._schema, after=("postgres",), needs=("postgres",)),
            _step("prefect", "Prefect server", self._ready("prefect"), after=("postgres",)),
            _step("mlflow", "MLflow server", self._ready("mlflow"), after=("postgres", "s3")),
            _step(
                "deployments", "Deployments", self._deploy, after=("prefect", "schema"), needs=("deployments-worker",)
            ),
            _step("model", "Shipped model", self._shipped_model, after=("mlflow", "schema"), needs=("mlflow", "bento")),
            _step("bento", "Scorer (BentoML)", self._ready("bento"), after=("model", "schema")),
            # Its process starts early; it is ready when what it asks for is.
            _step("api-process", "", self._launch("api"), after=("schema", "s3"), needs=("api",), shown=False),
            _step("api", "API", self._ready("api"), after=("api-process", "bento", "prefect")),
            _step("screening-worker", "Screening worker", self._ready("screening-worker"), after=("deployments", "s3")),
            _step(
                "deployments-worker",
                "Prefect process worker",
                self._ready("deployments-worker"),
                after=("deployments",),
            ),
            _step(
                "promotion-watcher",
                "Promotion watcher",
                self._ready("promotion-watcher"),
                after=("deployments", "model", "s3"),
            ),
            _step("webhook-sender", "Webhook sender", self._ready("webhook-sender"), after=("schema",)),
        ]

    async def _postgres(self) -> None:
        await asyncio.to_thread(postgres.initialise, self.folder.postgres, self.secrets.postgres_password)
        await self._ready("postgres")()
        try:
            await asyncio.to_thread(make_databases, self.secrets, self.ports)
        except psycopg.OperationalError as error:
            raise StepFailed("postgres", f"the databases could not be made: {type(error).__name__}.") from error

    async def _s3(self) -> None:
        seaweedfs.write_configuration(self.folder, self.secrets)
        await self._ready("s3")()
        for bucket in (self.settings.s3_bucket, environment.MLFLOW_BUCKET):
            store = S3Store(self.settings.model_copy(update={"s3_bucket": bucket}), pool=1)
            await asyncio.to_thread(store.ensure_bucket)
        # The API's own page, and whoever else may call the API from a browser.
        browsers = S3Store(self.settings, pool=1).allow_browsers
        await asyncio.to_thread(browsers, [self.settings.api_url, *self.settings.cors_origins])

    async def _schema(self) -> None:
        await asyncio.to_thread(upgrade, self.settings)

    async def _deploy(self) -> None:
        async def deploy() -> None:
            await self._chore("deploy", "prefect", "--no-prompt", "deploy", "--all")

        await Deployments(self.http, self.settings.prefect_api_url, self.folder, deploy).register()
        await close_dead_runs(self.http, self.settings.prefect_api_url)

    async def _shipped_model(self) -> None:
        await self._chore("shipped-model", "registry.bootstrap")

    async def _chore(self, name: str, *module_and_arguments: str) -> None:
        shell = environment.inherited() | environment.common(self.folder, self.secrets, self.ports)
        command = [sys.executable, "-m", *module_and_arguments]
        await run_chore(self.folder, name, command, shell, _CHORE_WITHIN_S)

    def _launch(self, program: str) -> Callable[[], Awaitable[None]]:
        async def start() -> None:
            await asyncio.to_thread(self.supervisor.start, program)

        return start

    def _ready(self, program: str) -> Callable[[], Awaitable[None]]:
        async def start_and_wait() -> None:
            await self._launch(program)()
            await self._until_ready(program)

        return start_and_wait

    async def _until_ready(self, program: str) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            process = (await asyncio.to_thread(self.supervisor.processes))[program]
            if process.gave_up:
                raise StepFailed(program, "it ended each time that it was started.", process.log)
            reason = await self.readiness.check(process)
            if reason is None:
                return
            if time.monotonic() > deadline:
                raise StepFailed(program, f"not ready within {READY_WITHIN_S:.0f} s: {reason}.")
            await asyncio.sleep(_EVERY_S)


def _step(
    name: str,
    title: str,
    run: Callable[[], Awaitable[None]],
    *,
    after: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    shown: bool = True,
) -> tuple[Step, frozenset[str]]:
    return Step(name, title, run, after, shown), frozenset(needs or (name,))
