"""What the page says while a part of the service is away, and that it goes on when that is back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from regression.phantoms import encode
from speechscan.db.jobs import JobFilter, JobRepository
from speechscan.domain.verdict import Status
from speechscan.storage import canonical_key
from tests.conftest import free_port
from tests.integration.web.conftest import serving, sign_in
from tests.integration.web.results import clip_that_is, result_of
from tests.integration.web.test_browser_jobs import DRAWN, VOICE, opened
from tests.integration.web.test_browser_pages import assert_usable

pytestmark = pytest.mark.asyncio(loop_scope="session")

CANNOT = "The recording cannot be loaded at the moment"


async def test_a_recording_that_is_away_is_not_called_gone_until_it_is(site, open_page, monkeypatch):
    site.serve_shipped()
    job = await site.add_job("store away")
    await site.complete(result_of(clip_that_is(Status.HEALTHY)), encode(VOICE, "flac"))
    page = await opened(site, open_page, f"/jobs/{job}", "store away")
    monkeypatch.setattr(site.store, "away", True)
    await page.reload()
    await expect(page.locator(".verdict")).to_contain_text("No signs of dysarthria found")
    await expect(page.locator(".place").first).to_contain_text(" to ")  # the ranges, as before
    section, told = page.locator("#sound-section"), page.locator("#sound-told")
    again, player = section.get_by_role("button", name="Try again"), section.locator("audio")
    await expect(told).to_contain_text(CANNOT)
    await expect(section).not_to_contain_text("not stored")
    await expect(player).to_be_hidden()
    await assert_usable(page)
    async with page.expect_response("**/sound") as refused:
        await again.click()
    assert (await refused.value).status == 503
    await expect(told).to_contain_text(CANNOT)

    monkeypatch.setattr(site.store, "away", False)
    await again.focus()
    await page.keyboard.press("Enter")

    await page.locator(DRAWN).wait_for()
    await expect(page.locator("#waveform-told")).to_contain_text("Waveform: ")
    await expect(told).to_be_empty()
    await expect(again).to_be_hidden()
    await expect(player).to_be_focused()
    await page.wait_for_function("document.querySelector('#sound-section audio').duration > 1")

    site.store.delete_prefix(canonical_key(job))
    await page.reload()
    await expect(told).to_contain_text("is not stored")
    await expect(player).to_be_hidden()
    await expect(again).to_be_hidden()


async def test_who_is_signed_out_meanwhile_comes_back_to_the_recording(site, open_page):
    job = await site.add_job("connection away")
    await site.complete(result_of(clip_that_is(Status.HEALTHY)), encode(VOICE, "flac"))
    page = await open_page("/sign-in")
    await page.route("**/sound", lambda route: route.abort())
    await sign_in(page, await site.make_key("connection away"))
    await page.goto(f"/jobs/{job}")
    await expect(page.locator("#sound-told")).to_contain_text(CANNOT)
    await page.unroute("**/sound")
    await site.end_sessions()

    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("Your session has ended.")).to_be_visible()
    await sign_in(page, await site.make_key("connection away"))

    await page.locator(DRAWN).wait_for()
    assert page.url == f"{site.url}/jobs/{job}"


async def test_while_the_service_is_stopped_and_when_it_is_started_again(site, open_page):
    site.serve_shipped()
    waiting, port = await site.add_job("stopped"), free_port()
    with serving(site.app, port) as url:
        report = await opened(site, open_page, f"/jobs/{waiting}", "stopped", base_url=url)
        history, record = [await report.context.new_page() for _ in range(2)]
        await history.goto("/jobs")
        await record.goto("/record")
        await expect(report.locator(".verdict")).to_contain_text("Waiting")
        await expect(history.locator("#jobs > li")).to_contain_text("Waiting")

    for page in (report, history):
        await expect(page.locator("#notice")).to_have_text("The service does not answer; trying again.")
    voice = {"name": "voice.wav", "mimeType": "audio/wav", "buffer": encode(VOICE, "wav")}
    await record.locator("#files").set_input_files(voice)
    line = record.locator("#sent > li")
    await expect(line).to_contain_text("Not sent The service cannot be reached.")
    await site.complete(result_of(clip_that_is(Status.DYSARTHRIC)), encode(VOICE, "flac"))

    with serving(site.app, port):
        await line.get_by_role("button", name="Send again").click()
        await expect(line).to_contain_text("Waiting Open")
        for place in (report.locator(".verdict"), history.locator("#jobs > li")):
            await expect(place).to_contain_text("Signs of dysarthria found")
        for page in (report, history):
            await expect(page.locator("#notice")).to_be_empty()
        await report.locator(DRAWN).wait_for()
    assert len(await JobRepository(site.engine).list("stopped", JobFilter())) == 2
