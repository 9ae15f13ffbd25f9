"""Recordings, models and reports in a real Chromium; and what a page does when its surroundings fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from api.v1 import report_examples
from speechscan.db.engine import sync_engine
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.ledger import PostgresLedger
from speechscan.db.queue import JobQueue
from speechscan.db.reports import ReportRepository
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.task import Task
from speechscan.storage import upload_key
from speechscan.storage.base import card_key
from tests.integration.api.conftest import Worker
from tests.integration.screened import drawn, put
from tests.integration.web.conftest import Site, sign_in
from tests.integration.web.test_browser_pages import DESK, PHONE, assert_usable

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def submit(site: Site):
    async def made(owner: str) -> UUID:
        job_id = uuid4()
        new = NewJob(job_id, owner, "wav", 10, "0" * 64, upload_key(job_id), task=Task.SUSTAINED_VOWEL_A)
        return (await JobRepository(site.engine).submit(new))[0].id

    return made


@pytest.fixture
def signed_in(site: Site, open_page):
    """A page at the path, and a caller of its own, so that no test sees another's recordings."""

    async def opened(path: str, name: str, **options) -> Page:
        page = await open_page(path, **options)
        await sign_in(page, await site.make_key(name))
        await page.locator(".signed-in").wait_for()
        return page

    return opened


async def test_without_scripts_it_is_found_and_deleted(signed_in, submit):
    made = [await submit("plain") for _ in range(3)]
    page = await signed_in("/jobs", "plain", java_script_enabled=False)
    await expect(page.locator("#jobs > li")).to_have_count(3)

    await page.get_by_label("Number of a recording").fill("nobody")
    await page.get_by_role("button", name="Find").click()
    await expect(page.get_by_text("There is no such recording.")).to_be_visible()
    await page.get_by_role("link", name="Show all").click()
    for job_id in made[:2]:
        await page.locator(f'#jobs input[value="{job_id}"]').check()
    await page.get_by_role("button", name="Delete the chosen ones").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Delete these 2 recordings?")
    await page.get_by_role("button", name="Delete for good").click()

    await expect(page.get_by_role("status").first).to_have_text("2 recordings were deleted.")
    await expect(page.locator("#jobs > li")).to_have_count(1)
    await page.get_by_role("link", name="Start", exact=True).click()
    await page.get_by_role("link", name="Is everything ready?").click()
    await expect(page.get_by_role("status")).to_contain_text("ready")


async def test_days_are_the_readers_own(site, signed_in):
    """At 22:30 in Greenwich it is the next day in Berlin."""
    await put(
        site.engine,
        drawn(1, 1),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        lambda job, result: job.update(owner="traveller"),
    )
    page = await signed_in("/jobs", "traveller", timezone_id="Europe/Berlin")

    await page.get_by_text("Narrow the list down").click()
    for field in ("From", "To"):
        await page.get_by_label(field, exact=True).fill("2026-07-02")
    await page.get_by_role("button", name="Show", exact=True).click()

    await expect(page.locator("#jobs > li")).to_have_count(1)
    await expect(page.locator("#jobs time")).to_have_text("2 Jul 2026, 00:30")


async def test_an_end_shows_by_itself_and_a_choice_stays(site, signed_in, submit):
    job_id = await submit("waiting")
    page = await signed_in("/jobs", "waiting")
    stands, chosen = page.locator(f"#stands-{job_id}"), page.locator("#jobs input")
    await expect(stands).to_contain_text("Waiting")
    await chosen.check()

    await page.route("**/jobs?job=*", lambda route: route.abort())
    notice = page.locator("#notice")
    await expect(notice).to_have_text("The service does not answer; trying again.")
    await Worker(JobQueue(site.engine, lease_s=30, max_attempts=3)).complete_all()
    await page.unroute("**/jobs?job=*")

    await expect(notice).to_be_empty()
    await expect(stands).to_contain_text("Signs of dysarthria found")
    await expect(page.locator("#under-way[hx-get]")).to_have_count(0)  # and it asks no more
    await expect(chosen).to_be_checked()
    await expect(chosen).to_be_focused()


async def test_a_session_that_ends_while_a_part_is_asked_for(site, signed_in):
    begin = datetime.now(UTC) - timedelta(hours=1)
    await put(site.engine, drawn(21, 1), begin, lambda job, result: job.update(owner="sleeper"))
    page = await signed_in("/jobs?state=completed", "sleeper")
    await site.end_sessions()

    await page.get_by_role("link", name="Older recordings").click()
    await expect(page.get_by_text("Your session has ended.")).to_be_visible()
    await sign_in(page, await site.make_key("sleeper"))

    await expect(page.locator("#jobs > li")).to_have_count(20)
    assert page.url == f"{site.url}/jobs?state=completed"


async def test_signed_out_in_one_tab_nothing_is_left_in_the_other(signed_in, submit):
    await submit("shared")
    page = await signed_in("/jobs", "shared")
    other = await page.context.new_page()
    await other.goto("/models")
    kept = await page.context.new_page()
    await kept.goto("/jobs")
    await expect(kept.locator("#jobs > li")).to_have_count(1)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()

    # As of a browser that kept the whole page; Playwright's Chromium keeps none.
    await kept.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await expect(kept.get_by_role("heading", level=1)).to_have_text("Sign in")
    await expect(kept.locator("#jobs")).to_have_count(0)
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    await expect(page.locator("#jobs")).to_have_count(0)
    await other.get_by_role("link", name="Recordings").click()
    await expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.fixture(scope="session")
def decided(site: Site, served) -> str:
    """Version with a decision and a card."""
    engine = sync_engine(served)
    told = {"actor": "a.smith", "model_name": "speechscan", "version": "3", "digest": "c" * 64}
    reasons = ("Accuracy on clinic@1: Too few speakers to tell: about 120 would be needed, there are 34.",)
    ledger = PostgresLedger(engine)
    ledger.append(NewEntry(event=Event.GATE, outcome=GateOutcome.INCONCLUSIVE, reasons=reasons, **told))
    ledger.append(NewEntry(event=Event.ROLLBACK, previous_version="2", **told))
    engine.dispose()
    card = Path(__file__).parents[3] / "registry" / "shipped" / "MODEL_CARD.md"
    site.store.put(card_key("c" * 64), card.read_bytes(), "text/markdown")
    return "3"


@pytest_asyncio.fixture(loop_scope="session")
async def reports(site: Site) -> AsyncIterator[list[Report]]:
    """One of each kind, removed afterwards: other tests count theirs."""
    made = [
        await site.add_report(kind=ReportKind(one["kind"]), outcome=one["outcome"], summary=one["summary"])
        for one in report_examples.ALL
    ]
    yield made
    for one in made:
        await ReportRepository(site.engine).remove(one.id)


@pytest.mark.parametrize(
    ("size", "scheme", "language"), [(DESK, "light", "en"), (PHONE, "dark", "de")], ids=["desk", "phone"]
)
async def test_every_page_is_usable_by_everybody(site, signed_in, submit, decided, reports, size, scheme, language):
    await put(site.engine, drawn(5, 1), datetime.now(UTC), lambda job, result: job.update(owner="everybody"))
    job_id = await submit("everybody")
    paths = ["/", "/status", "/jobs?task=sustained_vowel_a", f"/deletion?job={job_id}", f"/models/{decided}"]
    if size == PHONE:  # whose tables are the wider ones
        paths += [f"/reports/{report.id}" for report in reports]
    page = await signed_in("/models?at=2026-11-26T12:00", "everybody", viewport=size, color_scheme=scheme)
    await page.locator(f'button[value="{language}"]').click()
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await assert_usable(page)

    for path in paths:
        await page.goto(path)
        for details in await page.locator("main details:not([open])").all():
            await details.evaluate("details => { details.open = true; }")
        await assert_usable(page)
