"""From a person's microphone to the report, in a real browser on the whole real stack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from regression.phantoms import encode, vowel
from tests.browser import WITHIN_MS, chromium  # noqa: F401 - a fixture
from tests.integration.conftest import Stack

pytestmark = pytest.mark.stack

F0_HZ = 140.0
VERDICTS = re.compile("No signs of dysarthria found|Signs of dysarthria found|No verdict")


def test_a_voice_is_recorded_sent_and_reported(stack: Stack, chromium: str, tmp_path: Path) -> None:  # noqa: F811
    heard = tmp_path / "voice.wav"
    heard.write_bytes(encode(vowel(7, f0_hz=F0_HZ, duration_s=20.0, margin_s=0.0), "wav"))
    microphone = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={heard}"]
    expect.set_options(timeout=WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=microphone)
        page = browser.new_context(base_url=stack.settings.api_url, permissions=["microphone"], locale="en").new_page()
        page.goto("/record")
        page.get_by_label("API key").fill(stack.token)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Start recording").click()
        expect(page.locator("#left")).to_have_text(re.compile("^([1-4][0-9]|5[0-7]) s left"))
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Send", exact=True).click()

        expect(page.locator(".verdict")).to_contain_text(VERDICTS, timeout=120_000)
        page.locator('#sound-section[data-drawn="yes"]').wait_for()
        pitch = page.get_by_role("row", name="Pitch (fundamental frequency, median)").get_by_role("cell").first
        measured = float((pitch.text_content() or "").split()[0])
        assert measured == pytest.approx(F0_HZ, rel=0.03)
        # The ranges are those of the version that the stack serves, as its bootstrap has stored them.
        expect(page.locator(".place").first).to_contain_text(" to ")
        expect(page.locator("#probability ~ p").filter(has_text="in cross-validation on 34 speakers")).to_be_visible()

        page.get_by_text("Delete this recording").click()
        page.get_by_role("button", name="Erase for good").click()
        expect(page.locator(".verdict")).to_contain_text("were erased")
        browser.close()
