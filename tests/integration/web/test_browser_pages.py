"""The page in a real Chromium: what only a browser tells."""

from __future__ import annotations

from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from speechscan.db.keys import KeyRepository
from speechscan.domain.report import ReportKind
from tests.integration.web.conftest import PREFECT_URL, sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
# Draws by script and with eval, as the plots of real reports do, and tries what it must not be able to.
WHOLE = """<!doctype html><html lang="en"><head><title>Drift</title></head><body><p id="drawn">nothing</p><script>
const tried = {};
function attempt(name, act) { try { act(); tried[name] = "possible"; } catch (error) { tried[name] = "refused"; } }
attempt("cookie", () => document.cookie);
attempt("storage", () => localStorage.length);
attempt("frame", () => parent.document.title);
fetch("/v1/reports").then(() => "possible", () => "refused").then((fetched) => {
  document.getElementById("drawn").textContent = eval("'drawn: '") + JSON.stringify({ ...tried, fetched });
});
</script></body></html>"""
# Except within a sentence, where WCAG's 2.5.8 lets a link be as high as its line.
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary, audio")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip, .unseen, [type=hidden]"))
  .filter((one) => !one.closest("p") || getComputedStyle(one).display !== "inline")
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 24)
  .map(([html, { width, height }]) => `${html} ${width} x ${height}`)"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Of what has the focus. A file field has its outline around it; a player draws its own.
SEEN = """() => {
  const focused = document.activeElement;
  const one = focused.closest(".drop") || focused;
  const { left, top, width, height } = one.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return one.matches("audio") || (getComputedStyle(one).outlineStyle !== "none" && one.contains(over));
}"""
# An outcome without words, or without the mark of its tone before them; a verdict that is no such outcome.
BY_COLOUR_ALONE = """() => {
  const marks = { good: "✓", bad: "!✕", unsure: "?", open: "…" };
  const isTold = (one) => Object.keys(marks).some((tone) => {
    const told = new RegExp(`^[${marks[tone]}] \\\\p{L}{2}`, "u");
    return one.classList.contains(tone) && told.test(one.textContent.trim());
  });
  const outcomes = [...document.querySelectorAll(".outcome")].filter((one) => !isTold(one));
  const verdicts = document.querySelectorAll(".verdict:not(:has(.said > .outcome))");
  const places = [...document.querySelectorAll(".place")].filter((one) => !/\\p{L}{2}/u.test(one.textContent));
  return [...outcomes, ...verdicts, ...places].map((one) => one.outerHTML);
}"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# As wide as a page is on the smallest phones, and on a screen of 1280 pixels at 400 % (WCAG 1.4.10).
NARROWEST = 320
SEALED = 'drawn: {"cookie":"refused","storage":"refused","frame":"refused","fetched":"refused"}'
SUMMARY = {
    "window": {"from": "2026-11-13T00:00:00+00:00", "jobs": 412},
    "against": {"training": {"outcome": "drift", "sentence": "1 of 44 features has drifted.", "scores": {"f0": 0.71}}},
}


async def test_sign_in_and_out(site, open_page):
    page = await open_page("/reports")
    await sign_in(page, "sps_wrong")
    field = page.get_by_label("API key")
    await expect(page.get_by_role("alert").filter(has_text="This key is not known")).to_be_visible()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("")

    await sign_in(page, await site.make_key())
    await expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    await expect(page.get_by_text("Signed in as clinic")).to_be_visible()
    cookies = await page.context.cookies()
    assert [(cookie["httpOnly"], cookie["sameSite"]) for cookie in cookies] == [(True, "Lax")]

    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert await page.context.cookies() == []
    await page.goto("/reports")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_an_ended_session_leads_back_to_where_one_was(site, open_page):
    key = await site.make_key()
    page = await open_page("/reports?kind=gate")
    await sign_in(page, key)
    await expect(page.get_by_role("link", name="Gate")).to_have_attribute("aria-current", "true")
    await site.end_sessions()

    await page.reload()
    await expect(page.get_by_text("Your session has ended.")).to_be_visible()
    await sign_in(page, key)

    await expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    assert page.url == f"{site.url}/reports?kind=gate"


async def test_a_revoked_key_is_out_at_once(site, open_page):
    key = await site.make_key("leaver")
    page = await open_page("/")
    await sign_in(page, key)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Start")
    keys = KeyRepository(site.engine)
    await keys.revoke(next(one.id for one in await keys.list() if one.name == "leaver"))

    await page.get_by_role("link", name="Reports").first.click()

    await expect(page.get_by_text("Your session has ended.")).to_be_visible()


async def test_another_site_cannot_send_a_form_in_ones_name(site, open_page):
    """From another port, which to a browser is the same site: its cookie goes along, and only the origin tells."""
    page = await open_page("/")
    await sign_in(page, await site.make_key())
    await expect(page.get_by_role("heading", level=1)).to_have_text("Start")
    form = f'<form method="post" action="{site.url}/sign-out"><button>Win</button></form>'
    await page.route("http://127.0.0.1:1/", lambda route: route.fulfill(body=form, content_type="text/html"))

    await page.goto("http://127.0.0.1:1/")
    await page.get_by_role("button", name="Win").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("This was not sent from our own page")
    await page.goto(site.url)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Start")


async def test_older_reports_come_without_a_new_page(site, open_page):
    for _ in range(25):
        await site.add_report(kind=ReportKind.REGRESSION, outcome="equal")
    page = await open_page("/reports?kind=regression")
    await sign_in(page, await site.make_key())
    rows = page.locator("#reports > li")
    await expect(rows).to_have_count(20)
    await expect(rows.first).to_contain_text("Unchanged")
    await page.evaluate("window.stayed = true")

    await page.get_by_role("link", name="Older reports").click()

    await expect(rows).to_have_count(25)
    await expect(page.get_by_role("link", name="Older reports")).to_have_count(0)
    assert await page.evaluate("window.stayed")
    assert await page.evaluate("Object.keys(localStorage)") == []
    shown = await page.locator("#reports time").all_text_contents()
    assert not [one for one in shown if "UTC" in one]  # in the reader's own time, the new ones too


async def test_an_error_on_the_way_is_told_in_a_sentence(site, open_page):
    for _ in range(21):
        await site.add_report(kind=ReportKind.GATE, outcome="pass")
    page = await open_page("/reports?kind=gate")
    await sign_in(page, await site.make_key())
    older, notice = page.get_by_role("link", name="Older reports"), page.locator("#notice")

    await page.route("**/reports?*cursor*", lambda route: route.abort())
    await older.click()
    await expect(notice).to_have_text("The service cannot be reached. Check the connection and try again.")
    await page.unroute("**/reports?*cursor*")
    await older.evaluate("link => link.setAttribute('hx-get', '/reports/no-id')")
    await page.evaluate("htmx.process(document.body)")
    await older.click()
    await expect(notice).to_contain_text("has something in it that does not belong there")


async def test_a_report_is_shown_whole_and_sealed(site, open_page):
    report = await site.add_report(WHOLE, summary=SUMMARY, flow_run_id=uuid4())
    page = await open_page(f"/reports/{report.id}")
    await sign_in(page, await site.make_key())

    await expect(page.locator("main")).to_contain_text("1 of 44 features has drifted.")
    await expect(page.locator("main .outcome").first).to_contain_text("Drift found")
    run = page.get_by_role("link", name="Open the run in Prefect")
    await expect(run).to_have_attribute("href", f"{PREFECT_URL}/runs/flow-run/{report.flow_run_id}")
    await expect(page.frame_locator("iframe").locator("#drawn")).to_have_text(SEALED)

    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Open it in a window of its own").click()
    alone = await opened.value
    await expect(alone.locator("#drawn")).to_contain_text('"cookie":"refused"')


async def pressed(page: Page, button: str) -> None:
    """Until the next page is there whole."""
    async with page.expect_navigation():
        await page.get_by_role("button", name=button).click()


async def test_language_and_look_are_kept(site, open_page):
    page = await open_page("/sign-in", locale="de-DE")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    await pressed(page, "English")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    async def ground() -> str:
        return await page.evaluate("getComputedStyle(document.body).backgroundColor")

    bright = await ground()
    await pressed(page, "Dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert await ground() != bright
    await pressed(page, "As the system")
    await expect(page.locator("html")).to_have_attribute("data-theme", "system")
    assert await ground() == bright


async def test_by_keyboard_alone(site, open_page):
    page = await open_page("/sign-in")
    await expect(page.get_by_label("API key")).to_be_focused()
    await page.keyboard.type(await site.make_key())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Start")

    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()


async def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until it has the focus. On the way each stop is seen: it has an outline, and nothing lies over it."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert await page.evaluate(SEEN), await page.evaluate("document.activeElement.outerHTML")
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no number of tabs leads to {wanted}")


async def assert_usable(page: Page) -> None:
    """Nothing for axe, nothing too small to hit, nothing told by colour alone, and in view that it is no diagnosis.
    Nothing to scroll to the side: as it is, at 320 pixels, and with the spacing of WCAG's 1.4.12."""
    found = (await Axe().run(page)).response["violations"]
    assert found == [], "\n".join(f"{one['id']}: {one['nodes'][0]['html']}" for one in found)
    assert await page.evaluate(TOO_SMALL) == []
    assert await page.evaluate(BY_COLOUR_ALONE) == []
    size = page.viewport_size
    for width in (size["width"], NARROWEST):
        await page.set_viewport_size({**size, "width": width})
        assert await page.evaluate(WIDE) == 0, f"{width} pixels"
        await expect(page.locator(".strip")).to_be_in_viewport(ratio=1)
    await page.set_viewport_size(size)
    await page.evaluate(SPACED)
    assert await page.evaluate(WIDE) == 0
    await page.evaluate("document.adoptedStyleSheets = []")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "de-DE"), ("dark", "en-GB")])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_every_page_is_usable_by_everybody(site, open_page, scheme, size, locale):
    report = await site.add_report(WHOLE, summary=SUMMARY, flow_run_id=uuid4())
    for outcome in ("no_drift", "too_few", "an_unknown_word"):
        await site.add_report(outcome=outcome)
    page = await open_page("/sign-in", color_scheme=scheme, viewport=size, locale=locale)
    await assert_usable(page)
    await page.locator("#key").fill("sps_wrong")
    await page.locator("button.main").click()
    await page.locator("#key-wrong").wait_for()
    await assert_usable(page)
    await page.locator("#key").fill(await site.make_key())
    await page.locator("button.main").click()
    await page.locator(".signed-in").wait_for()

    for path in ("/", "/reports?kind=drift", f"/reports/{report.id}", "/nothing"):
        await page.goto(path)
        await assert_usable(page)
        await expect(page.locator("#disclaimer p")).to_be_visible()
