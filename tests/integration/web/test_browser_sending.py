"""What is recorded or chosen is sent once, and is not dropped without a word."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Dialog, Page, Route, expect

from regression.phantoms import encode
from speechscan.db.jobs import JobFilter, JobRepository
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from tests.integration.web.conftest import sign_in
from tests.integration.web.results import clip_that_is, result_of
from tests.integration.web.test_browser_jobs import MICROPHONE, VOICE, opened, recorded

pytestmark = pytest.mark.asyncio(loop_scope="session")

WAV = {"mimeType": "audio/wav", "buffer": encode(VOICE, "wav")}
# As a person drops a file: the browser's own drag cannot be begun from outside of it.
DROP = """([names, bytes]) => {
  const held = new DataTransfer();
  for (const name of names) held.items.add(new File([new Uint8Array(bytes)], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true });
    document.getElementById("drop").dispatchEvent(event);
  }
}"""
# What the browser would do with a file that misses the field is prevented: to leave the page for it.
BESIDE = """() => {
  const held = new DataTransfer();
  held.items.add(new File(["any"], "any.wav"));
  const event = new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
  return !document.querySelector("h1").dispatchEvent(event);
}"""


async def test_files_by_button_and_drop_each_with_its_own_end(site, open_page, tmp_path):
    site.serve_shipped()
    page = await opened(site, open_page, "/record", "sender")
    bodies = []
    page.on("request", lambda request: bodies.append(request) if request.method == "POST" else None)
    chosen = {
        "anna_smith.wav": encode(VOICE, "wav"),
        "notes.wav": b"This is a text file.\n" * 50,
        "long.wav": encode(VOICE, "wav") + bytes(12 * 1024 * 1024),
        "second.flac": encode(VOICE, "flac"),
    }
    for name, content in chosen.items():
        (tmp_path / name).write_bytes(content)
    await page.get_by_label("Choose files").set_input_files([tmp_path / name for name in chosen])
    assert await page.evaluate(BESIDE)
    await page.evaluate(DROP, [["dropped.ogg", "another.ogg"], list(encode(VOICE, "ogg"))])

    lines = page.locator("#sent > li")
    await expect(lines).to_have_count(6)
    await expect(lines.nth(1)).to_contain_text("Not sent This is no audio file that we know.")
    await expect(lines.nth(2)).to_contain_text("Not sent The recording is too large.")
    await expect(page.get_by_role("button", name="Send again")).to_have_count(0)  # they would be refused again
    for place in (0, 3, 4, 5):
        await expect(lines.nth(place)).to_contain_text("Waiting")
    await expect(page.locator("#sent-told")).to_have_text("another.ogg is sent.")
    jobs = await JobRepository(site.engine).list("sender", JobFilter())
    assert [job.format for job in jobs] == ["ogg", "ogg", "flac", "wav"]
    for request in bodies:
        sent = f"{request.url} {await request.all_headers()} {request.post_data_buffer or b''}"
        assert not [name for name in chosen if name in sent]

    await site.complete(result_of(clip_that_is(Status.HEALTHY)))
    await expect(lines.nth(0)).to_contain_text("No signs of dysarthria found")
    async with page.context.expect_page() as opening:
        await lines.nth(0).get_by_role("link", name="Open in a new tab").click()
    await expect((await opening.value).locator(".verdict")).to_contain_text("No signs of dysarthria found")


def stay_where_asked(page: Page) -> list[str]:
    """Sorts of the dialogs that the page shows from now on."""
    sorts: list[str] = []

    async def stay(dialog: Dialog) -> None:
        sorts.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    return sorts


async def leave(page: Page) -> None:
    await page.get_by_role("link", name="Models").click()


async def test_leaving_asks_only_while_something_is_not_sent(site, open_page):
    site.serve_shipped()
    page = await opened(site, open_page, "/record", "in a hurry", **MICROPHONE)
    asked, requests, gate = stay_where_asked(page), [], asyncio.Event()

    async def hold_the_second(route: Route) -> None:
        requests.append(route)
        if len(requests) == 2:
            await gate.wait()
        await route.continue_()

    await page.get_by_role("button", name="Start recording").click()
    await expect(page.locator("#left")).to_have_text(re.compile("^[1-5][0-9] s left"))
    await leave(page)
    assert asked == ["beforeunload"]
    await page.get_by_role("button", name="Stop").click()
    await leave(page)
    assert asked == ["beforeunload"] * 2
    await page.route("**/jobs", hold_the_second)
    await page.locator("#files").set_input_files([{"name": f"{n}.wav", **WAV} for n in range(3)])
    lines = page.locator("#sent > li")
    await expect(lines.nth(1)).to_contain_text("Being sent")
    async with page.context.expect_page() as opening:
        await lines.nth(0).get_by_role("link", name="Open in a new tab").click()
    await expect((await opening.value).locator("h1")).to_have_text("Report on a recording")
    await expect(lines.nth(2)).to_contain_text("Waiting")

    # The recording goes past the files that wait, and leaves none of them behind.
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(lines.nth(3)).to_contain_text("The recording made here")
    await expect(lines.nth(3).get_by_role("link")).to_be_visible()
    await expect(page.get_by_role("button", name="Start recording")).to_be_focused()
    await leave(page)
    assert asked == ["beforeunload"] * 3
    gate.set()
    for place in (1, 2):
        await expect(lines.nth(place).get_by_role("link")).to_be_visible()
    assert len(await JobRepository(site.engine).list("in a hurry", JobFilter())) == 4
    await leave(page)

    await expect(page.locator("h1")).to_have_text("Models")
    assert len(asked) == 3


async def lose_the_answer(route: Route) -> None:
    await route.fetch()
    await route.abort()


async def test_sending_again_after_a_lost_answer_or_a_session_that_ended(site, open_page):
    site.serve_shipped()
    page = await opened(site, open_page, "/record", "patient", **MICROPHONE)
    await recorded(page)
    jobs = JobRepository(site.engine)
    send, notice = page.get_by_role("button", name="Send", exact=True), page.locator("#notice")
    await page.route("**/jobs", lose_the_answer)
    for _ in range(2):
        await send.click()
        await expect(notice).to_contain_text("The service cannot be reached.")
        await expect(send).to_be_enabled()
    assert len(await jobs.list("patient", JobFilter())) == 1
    await page.locator("#files").set_input_files({"name": "voice.wav", **WAV})
    line, again = page.locator("#sent > li"), page.get_by_role("button", name="Send again: voice.wav")
    await expect(line).to_contain_text("Not sent The service cannot be reached.")
    await page.unroute("**/jobs")
    await page.get_by_label("Pa-ta-ka").check()  # of what comes next, not of the file that was chosen before
    await again.focus()
    await page.keyboard.press("Enter")
    await expect(line).to_contain_text("Waiting Open")
    await expect(again).to_have_count(0)
    await expect(line.locator(".stands")).to_be_focused()
    assert [job.task for job in await jobs.list("patient", JobFilter())] == [Task.SUSTAINED_VOWEL_A] * 2

    await site.end_sessions()
    await expect(notice).to_contain_text("Your session has ended.")  # as the waiting one hears first
    await expect(send).to_be_visible()
    await send.click()
    await expect(page.locator("#recorder-told")).to_be_empty()
    await expect(notice).to_contain_text("Your session has ended.")
    other = await page.context.new_page()
    await other.goto("/sign-in")
    await sign_in(other, await site.make_key("patient"))
    await other.locator(".signed-in").wait_for()

    await send.click()

    await expect(page.locator("h1")).to_have_text("Report on a recording")
    # What is now said of the recording is something else, so it is another job.
    assert [job.task for job in await jobs.list("patient", JobFilter())] == [
        Task.SYLLABLES,
        Task.SUSTAINED_VOWEL_A,
        Task.SUSTAINED_VOWEL_A,
    ]


async def test_what_could_not_be_sent_is_sent_again_together(site, open_page):
    site.serve_shipped()
    page = await opened(site, open_page, "/record", "many files")
    everything = page.get_by_role("button", name="Send all again")
    await page.route("**/jobs", lose_the_answer)
    await page.locator("#files").set_input_files([{"name": f"{number}.wav", **WAV} for number in range(3)])
    lines = page.locator("#sent > li")
    for place in range(3):
        await expect(lines.nth(place)).to_contain_text("Not sent The service cannot be reached.")
    await page.unroute("**/jobs")
    await page.get_by_role("button", name="Send again: 0.wav").click()
    await expect(lines.nth(0)).to_contain_text("Waiting Open")
    await everything.focus()
    await page.keyboard.press("Enter")
    for place in range(3):
        await expect(lines.nth(place)).to_contain_text("Waiting Open")
    await expect(everything).to_be_hidden()
    await expect(page.locator("#sent")).to_be_focused()
    assert len(await JobRepository(site.engine).list("many files", JobFilter())) == 3
