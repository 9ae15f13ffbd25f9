"""Recording, sending and reading a report in a real Chromium, whose microphone hears a phantom."""

from __future__ import annotations

import io
import re
import wave
from uuid import UUID

import numpy as np
import pytest
from playwright.async_api import Page, expect

from regression.phantoms import encode, vowel
from speechscan.db.jobs import JobFilter, JobRepository
from speechscan.domain.job import JobState
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.storage import upload_key
from tests.integration.web.conftest import sign_in
from tests.integration.web.results import clip_that_is, result_of
from tests.integration.web.test_browser_pages import DESK, PHONE, assert_usable, tab_to

pytestmark = pytest.mark.asyncio(loop_scope="session")

VOICE = vowel(3, f0_hz=140.0)
# One in which a harmonic near the formant is easily taken for the pitch.
HOARSE = vowel(4, f0_hz=110.0, duration_s=5.0, jitter=0.02, shimmer=0.06, breath=0.3, drift=0.03, wander=0.2)
MICROPHONE = {"permissions": ["microphone"]}
DRAWN = '#sound-section[data-drawn="yes"]'
NO_POLLS = """document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.requestConfig.triggeringEvent) event.preventDefault();
})"""


async def opened(site, open_page, path: str, name: str = "clinic", **options) -> Page:
    page = await open_page(path, **options)
    await sign_in(page, await site.make_key(name))
    await page.locator(".signed-in").wait_for()
    return page


async def recorded(page: Page) -> None:
    """A little more than the second that is the least."""
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.locator("#level-word")).to_have_text("Good")
    await expect(page.locator("#left")).to_have_text(re.compile("^[1-5][0-9] s left"))
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()


async def test_a_recording_with_the_microphone_is_what_was_heard(site, open_page):
    site.serve_shipped()
    page = await opened(site, open_page, "/record", "speaker", **MICROPHONE)
    await page.get_by_label("Pa-ta-ka").check()
    await page.get_by_label("Pseudonym").fill("Müller 7")
    await recorded(page)
    await page.get_by_role("button", name="Record again").click()
    await expect(page.locator("#heard")).not_to_have_attribute("src", "")
    await page.locator("#recorder").evaluate("one => { one.dataset.maxS = 2 }")
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.locator("#recorder-told")).to_contain_text("2.0 s recorded.")  # it ends by itself
    assert (
        await page.evaluate(
            "async () => { const a = document.getElementById('heard'); await a.play(); return a.duration }"
        )
        > 1
    )

    await page.get_by_role("button", name="Send", exact=True).click()

    await expect(page.locator("h1")).to_have_text("Report on a recording")
    (job,) = await JobRepository(site.engine).list("speaker", JobFilter())
    assert (job.format, job.task, job.user_hash is not None) == ("wav", Task.SYLLABLES, True)
    assert page.url.endswith(str(job.id))
    with wave.open(io.BytesIO(site.store.get(upload_key(job.id)))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16).astype(float)
        rate = sound.getframerate()
    assert samples.size == 2 * rate
    strongest = np.argmax(np.abs(np.fft.rfft(samples * np.hanning(samples.size)))) * rate / samples.size
    # The voice has 140 Hz, and its formant makes one of the harmonics the strongest.
    assert strongest / 140 == pytest.approx(round(strongest / 140), abs=0.1)
    assert np.abs(samples).max() > 3000


async def test_a_microphone_that_is_refused_absent_or_taken(site, open_page):
    page = await opened(site, open_page, "/record")  # without the permission, which nobody is there to give
    start, notice = page.get_by_role("button", name="Start recording"), page.locator("#notice")
    await start.click()
    await expect(notice).to_contain_text("was not allowed to use the microphone")
    for error, sentence in (("NotFoundError", "No microphone was found"), ("NotReadableError", "another program")):
        fails = (
            f"() => {{ navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{error}') }} }}"
        )
        await page.evaluate(fails)
        await start.click()
        await expect(notice).to_contain_text(sentence)
    await expect(start).to_be_enabled()


async def followed(site, page: Page) -> None:
    """The page of a waiting job shows its end without being asked to."""
    await expect(page.locator(".verdict")).to_contain_text("Waiting")
    await site.complete(result_of(clip_that_is(Status.DYSARTHRIC)), encode(VOICE, "flac"))
    await expect(page.locator(".verdict")).to_contain_text("Signs of dysarthria found")
    await expect(page.locator("#job-told")).to_have_text("Signs of dysarthria found")
    await page.locator(DRAWN).wait_for()


async def test_the_end_comes_by_events_alone(site, open_page):
    job = await site.add_job()
    page = await opened(site, open_page, f"/jobs/{job}")
    await page.evaluate(NO_POLLS)
    await followed(site, page)


async def test_where_events_are_blocked_the_page_asks(site, open_page):
    job = await site.add_job()
    page = await open_page("/sign-in")
    await page.route("**/changes", lambda route: route.abort())
    await sign_in(page, await site.make_key())
    await page.locator(".signed-in").wait_for()
    await page.goto(f"/jobs/{job}")
    await followed(site, page)


async def test_what_waits_is_cancelled(site, open_page):
    job = await site.add_job("canceller")
    page = await opened(site, open_page, f"/jobs/{job}", "canceller")

    await page.get_by_role("button", name="Cancel").click()

    await expect(page.locator(".verdict")).to_contain_text("It was cancelled before there was a result.")
    await expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    assert (await JobRepository(site.engine).get("canceller", job)).state is JobState.CANCELLED


async def test_from_signing_in_to_the_report_by_keyboard_alone(site, open_page):
    site.serve_shipped()
    press = (page := await open_page("/", **MICROPHONE)).keyboard.press
    await expect(page.get_by_label("API key")).to_be_focused()
    await page.keyboard.type(await site.make_key("keyboard"))
    await press("Enter")
    await expect(page.locator("#ready")).to_contain_text("ready")
    await tab_to(page, page.locator("main").get_by_role("link", name="New recording"))
    await press("Enter")
    await expect(page.locator("h1")).to_have_text("New recording")
    await tab_to(page, page.get_by_label("Sustained"))
    await press("ArrowDown")
    await expect(page.get_by_label("Pa-ta-ka")).to_be_checked()
    await tab_to(page, page.get_by_role("button", name="Start recording"))
    await press("Enter")
    await expect(page.locator("#left")).to_have_text(re.compile("^[1-5][0-9] s left"))
    await press("Enter")  # stops
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()
    await press("Enter")

    await followed(site, page)
    await tab_to(page, page.get_by_text("Say what was confirmed later"))
    await press("Enter")
    await tab_to(page, page.get_by_label("No dysarthria"))
    await press("Space")
    await tab_to(page, page.get_by_role("button", name="Save"))
    await press("Enter")
    await expect(page.locator("#about + dl")).to_contain_text("No dysarthria")
    await tab_to(page, page.get_by_role("link", name="speechscan, Version 1"))
    await press("Enter")

    await expect(page.locator("h1")).to_have_text("Version 1")
    await expect(page.locator("#card + .card")).to_contain_text("Intended use")


async def test_a_report_is_drawn_heard_and_deleted(site, open_page):
    site.serve_shipped()
    job = await site.add_job(task=Task.SUSTAINED_VOWEL_A)
    await site.complete(result_of(clip_that_is(Status.HEALTHY)), encode(HOARSE, "flac"))
    page = await opened(site, open_page, f"/jobs/{job}")
    await page.locator(DRAWN).wait_for()

    await expect(page.locator("#waveform-told")).to_contain_text("Waveform: 5.0 s")
    # The voice has 110 Hz; the drawn line is right to a semitone.
    low, high = await page.locator("#spectrogram-told").evaluate(
        "e => e.textContent.match(/(\\d+) to (\\d+) Hz:/).slice(1).map(Number)"
    )
    assert 110 * 2 ** (-1 / 12) < low <= high < 110 * 2 ** (1 / 12)
    colours = """id => { const c = document.getElementById(id);
      return new Set(new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer)).size }"""
    assert await page.evaluate(colours, "spectrogram") > 50
    assert await page.evaluate(colours, "waveform") >= 2
    player = """async () => {
      const audio = document.querySelector("#sound-section audio");
      audio.currentTime = 2;
      await audio.play();
      return audio.duration;
    }"""
    assert await page.evaluate(player) == pytest.approx(5.0, abs=0.1)

    await page.get_by_text("Delete this recording").click()
    await page.get_by_role("button", name="Erase for good").click()
    await expect(page.locator(".verdict")).to_contain_text("were erased")
    assert (await JobRepository(site.engine).get("clinic", UUID(str(job)))).state is JobState.DELETED


@pytest.mark.parametrize(
    ("scheme", "locale", "size"), [("light", "de-DE", PHONE), ("dark", "en-GB", DESK)], ids=["phone", "desk"]
)
async def test_the_pages_are_usable_by_everybody(site, open_page, scheme, locale, size):
    site.serve_shipped()
    jobs = []
    for status in (Status.DYSARTHRIC, Status.INCONCLUSIVE):
        jobs.append(await site.add_job())
        await site.complete(result_of(clip_that_is(status)), encode(VOICE, "flac"))
    page = await open_page("/record", color_scheme=scheme, viewport=size, locale=locale, **MICROPHONE)
    await page.locator("#key").fill(await site.make_key())
    await page.locator("button.main").click()
    await page.locator("#start").click()
    await page.locator("#stop").wait_for()
    await assert_usable(page)
    await page.locator("#stop").click()
    await page.locator("#files").set_input_files({"name": "notes.wav", "mimeType": "audio/wav", "buffer": b"text"})
    await page.locator("#sent .bad").wait_for()
    await assert_usable(page)
    for job in jobs:
        await page.goto(f"/jobs/{job}")
        await page.locator(DRAWN).wait_for()
        await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        await assert_usable(page)
    await page.goto(f"/jobs/{await site.add_job()}")
    await assert_usable(page)
