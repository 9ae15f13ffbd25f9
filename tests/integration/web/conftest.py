"""The web page: without a socket as the API's tests have it, and in a real browser against a real uvicorn.

The browser's fixtures live on one event loop for the whole session, so tests that use them are marked
`pytest.mark.asyncio(loop_scope="session")`; those in `test_browser*.py` share one process (tests/conftest.py).
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from api.app import create_app
from regression.phantoms import encode, vowel
from speechscan.db.engine import async_engine
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.db.reports import ReportRepository
from speechscan.db.tables import web_sessions
from speechscan.domain.report import Report, ReportKind
from speechscan.settings import Settings
from speechscan.storage import MemoryStore, report_key, upload_key
from tests.browser import WITHIN_MS, chromium  # noqa: F401 - a fixture
from tests.conftest import eventually, free_port, fresh_database
from tests.integration.api.conftest import plain_logs  # noqa: F401 - a fixture
from tests.integration.web.results import complete, serve_shipped

PREFECT_URL = "http://prefect.example"


def make_report(kind: ReportKind = ReportKind.DRIFT, **more: Any) -> Report:
    values = {"id": uuid4(), "kind": kind, "made_at": datetime.now(UTC), "outcome": "drift", "model_version": "3"}
    return Report(**{**values, **more})


def new_job(owner: str = "clinic", **more: Any) -> NewJob:
    job_id = uuid4()
    values = {"format": "wav", "size_bytes": 128_044, "sha256": "0" * 64, "object_key": upload_key(job_id)}
    return NewJob(id=job_id, owner=owner, **{**values, "user_hash": None, "idempotency_key": None, **more})


@dataclass(frozen=True)
class Site:
    """A running API with its page. `store` is the one that it reads; `app` may be served a second time."""

    app: FastAPI
    url: str
    store: MemoryStore
    engine: AsyncEngine

    async def make_key(self, name: str = "clinic", scopes: tuple[str, ...] = SCOPES) -> str:
        _, token = await KeyRepository(self.engine).create(name, scopes, rotate=True)
        return token

    async def add_report(self, page: str | None = None, **more: Any) -> Report:
        report = make_report(**more)
        if page is not None:
            key = report_key(report.kind, report.id, "report.html")
            self.store.put(key, page.encode(), "text/html; charset=utf-8")
            report = make_report(**{**more, "id": report.id, "html_key": key})
        await ReportRepository(self.engine).add(report)
        return report

    def serve_shipped(self) -> None:
        serve_shipped(self.engine, self.store)

    async def add_job(self, owner: str = "clinic", **more: Any) -> UUID:
        new = new_job(owner, **more)
        await JobRepository(self.engine).submit(new)
        return new.id

    async def complete(self, result: dict[str, object], voice: bytes | None = None) -> None:
        """As the worker would, all that waits."""
        await complete(self.engine, self.store, result, voice)

    async def end_sessions(self) -> None:
        """As if they had been idle for too long."""
        async with self.engine.begin() as db:
            await db.execute(update(web_sessions).values(ends_at=datetime.now(UTC)))


@pytest.fixture(scope="session")
def served(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a running API."""
    with fresh_database(postgres, migrated) as url:
        yield Settings(database_url=url, data_dir=tmp_path_factory.mktemp("web"), web_prefect_url=PREFECT_URL)


@contextmanager
def serving(app: FastAPI, port: int) -> Iterator[str]:
    """Its address. In a thread: a process of its own would take seconds to start, and could not share a store in
    memory. At the end it is gone: nothing listens on the port, and what was under way is cut off."""
    # Event streams of open pages would end by TERM, which a thread does not hear.
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    eventually(lambda: server.started, timeout_s=120)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(60)
    assert not thread.is_alive()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(served: Settings) -> AsyncIterator[Site]:
    store, engine = MemoryStore(), async_engine(served)
    app = create_app(served, store=store)
    with serving(app, free_port()) as url:
        yield Site(app, url, store, engine)
        await engine.dispose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(
    chromium: str,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Browser]:
    """Its microphone hears a voice that we have made, over and over."""
    heard = tmp_path_factory.mktemp("microphone") / "voice.wav"
    heard.write_bytes(encode(vowel(7, f0_hz=140.0, duration_s=20.0, margin_s=0.0), "wav"))
    microphone = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={heard}"]
    expect.set_options(timeout=WITHIN_MS)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=microphone)
        yield started
        await started.close()


Open = Callable[..., Awaitable[Page]]
# Requests that fail because a test wants it, as the browser and as htmx say it.
_EXPECTED = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:afterRequest",
    "htmx:responseError",
    "htmx:sendError",
)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, site: Site) -> AsyncIterator[Open]:
    """A page in a browser profile of its own; options as Playwright's `new_context`. What the browser complains of, the
    policy's breaches included, fails the test."""
    contexts, complaints = [], list[str]()

    def note(message: ConsoleMessage) -> None:
        of_a_report = message.location["url"].endswith("/page")
        if message.type == "error" and not of_a_report and not message.text.startswith(_EXPECTED):
            complaints.append(message.text)

    async def opened(path: str = "/", **options: Any) -> Page:
        context = await browser.new_context(**{"base_url": site.url, "locale": "en-GB", **options})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(WITHIN_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        await page.goto(path)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


async def sign_in(page: Page, key: str) -> None:
    """Until the next page is there whole: Chromium does not hand a page's requests to a route that was set while the
    page was on its way."""
    await page.get_by_label("API key").fill(key)
    async with page.expect_navigation():
        await page.get_by_role("button", name="Sign in").click()
