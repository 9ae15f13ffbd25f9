"""Pages as they come: headers, languages, reports, errors. How they look and work is the browser's part."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from speechscan.db.keys import KeyRepository
from speechscan.db.reports import ReportRepository
from speechscan.domain.report import ReportKind
from speechscan.storage import MemoryStore
from tests.conftest import free_port
from tests.integration.api.conftest import serving
from tests.integration.api.test_api_errors import assert_problem
from tests.integration.web.conftest import make_report
from tests.integration.web.test_web_sign_in import BROWSER, OWN, api, send  # noqa: F401 - a fixture

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def reader(api, engine):  # noqa: F811
    """The API with somebody signed in who may read reports and nothing else."""
    _, token = await KeyRepository(engine).create("responsible", ["reports"])
    await send(api, "/sign-in", key=token)
    return api


@pytest.fixture
def reports(engine) -> ReportRepository:
    return ReportRepository(engine)


def assert_page(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "SpeechScan is a screening aid" in answer.text or "SpeechScan ist eine Hilfe" in answer.text
    assert "Traceback" not in answer.text
    return answer.text


async def test_start_names_who_is_signed_in_and_what_they_may(reader):
    page = assert_page(await reader.client.get("/"))

    assert "responsible" in page
    assert "read the reports" in page
    assert "send recordings" not in page


async def test_reports_are_listed_by_kind_and_page(reader, reports):
    made = [make_report(kind=kind, outcome="x") for kind in ReportKind] + [make_report() for _ in range(21)]
    for one in made:
        await reports.add(one)

    first = assert_page(await reader.client.get("/reports?kind=drift"))
    assert first.count('<a href="/reports/') == 20
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = assert_page(await reader.client.get(older))
    assert second.count('<a href="/reports/') == 2
    assert "To the newest reports" in second
    gate = assert_page(await reader.client.get("/reports?kind=gate"))
    assert gate.count('<a href="/reports/') == 1
    assert "There is no report" not in gate


async def test_a_list_without_reports_says_so(reader):
    assert "There is no report yet." in assert_page(await reader.client.get("/reports"))
    assert "no report of this kind" in assert_page(await reader.client.get("/reports?kind=gate"))


async def test_a_report_is_told_in_words_and_escaped(reader, reports):
    summary = {"sentence": "<b>bold</b>", "rows": 3, "ok": False, "failures": [{"column": "f0"}], "none": None}
    made = make_report(kind=ReportKind.VALIDATION, outcome="failed", summary=summary)
    await reports.add(made)

    page = assert_page(await reader.client.get(f"/reports/{made.id}"))

    assert "Failed" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<iframe" not in page
    assert "This report has no page." in page


async def test_the_whole_report_may_be_framed_by_us_alone(reader, reports):
    reader.store.put("reports/x", b"<p>whole</p>", "text/html")
    made = make_report(html_key="reports/x")
    await reports.add(made)

    answer = await reader.client.get(f"/reports/{made.id}/page")

    assert answer.text == "<p>whole</p>"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert policy.endswith("frame-ancestors 'self'")
    assert "allow-same-origin" not in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/reports", f"/reports/{UNKNOWN}", f"/reports/{UNKNOWN}/page"])
async def test_pages_need_the_scopes_of_the_api(api, engine, path):  # noqa: F811
    _, token = await KeyRepository(engine).create("sender", ["jobs:read", "jobs:write"])
    await send(api, "/sign-in", key=token)

    page = assert_page(await api.client.get(path), 403)

    assert "It lacks a right: read the reports about this service (reports)." in page
    assert 'href="/reports"' not in page  # nor does the menu lead there


async def test_what_is_not_there(reader, reports):
    lost = make_report(html_key="reports/lost")
    await reports.add(lost)

    for path in ("/nothing", f"/reports/{UNKNOWN}", f"/reports/{UNKNOWN}/page", f"/reports/{lost.id}/page"):
        page = assert_page(await reader.client.get(path), 404)
        assert "There is nothing here" in page
        assert "Signed in as responsible" in page
        assert '<a href="/reports"' in page
    for path in ("/reports?kind=other", "/reports?cursor=abc", "/reports/no-id"):
        assert "cannot be understood" in assert_page(await reader.client.get(path), 422)
    answer = await reader.client.delete("/reports")
    assert "cannot do that" in assert_page(answer, 405)
    assert answer.headers["allow"] == "GET"
    assert "Signed in as responsible" in answer.text
    await send(reader, "/sign-out")
    assert "Signed in" not in assert_page(await reader.client.get("/nothing"), 404)


async def test_a_part_that_is_away_and_an_error_of_ours(reader, reports, engine):
    made = make_report(html_key="reports/x")
    await reports.add(made)
    reader.store.away = True
    answer = await reader.client.get(f"/reports/{made.id}/page")
    assert "A part of the service is away" in assert_page(answer, 503)
    assert answer.headers["retry-after"] == "5"

    async with engine.begin() as db:
        await db.execute(text("alter table reports rename to lost"))
    page = assert_page(await reader.client.get("/reports"), 500)
    assert "Something went wrong on our side" in page
    assert "relation" not in page


async def test_a_database_that_is_away(settings):
    nowhere = SecretStr(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing")
    async with serving(settings.model_copy(update={"database_url": nowhere}), MemoryStore()) as alone:
        headers = {**BROWSER, "Cookie": "speechscan-session=any; __Host-speechscan-session=any"}
        for path in ("/", "/jobs", "/models", "/reports", "/status"):
            answer = await alone.client.get(path, headers=headers)
            page = assert_page(answer, 503)
            assert "A part of the service is away" in page
            assert "127.0.0.1" not in page
            assert answer.headers["retry-after"] == "5"
        assert "There is nothing here" in assert_page(await alone.client.get("/nothing", headers=headers), 404)
        sign_in = await alone.client.post("/sign-in", data={"key": "sps_any"}, headers={**headers, **OWN})
        assert "A part of the service is away" in assert_page(sign_in, 503)


async def test_programs_get_problems_still(api):  # noqa: F811
    assert_problem(await api.client.get("/v1/jobs"), 401, "unauthenticated")  # whatever they accept
    assert_problem(await api.client.get("/nothing", headers={"Accept": "*/*"}), 404, "not_found")
    assert_problem(await api.client.get("/reports", headers={"Accept": "application/json"}), 401, "unauthenticated")


async def test_german_by_the_browser_and_by_choice(reader):
    by_browser = await reader.client.get("/reports", headers={"Accept-Language": "de-AT"})
    assert '<html lang="de"' in assert_page(by_browser)
    assert "Berichte" in by_browser.text

    chosen = await send(reader, "/preferences", language="de", theme="dark", next="/reports")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/reports")
    assert '<html lang="de" data-theme="dark">' in assert_page(await reader.client.get("/"))
    assert "Hier ist nichts" in assert_page(await reader.client.get("/nichts"), 404)

    await send(reader, "/preferences", language="fr", theme="pink")
    assert '<html lang="de" data-theme="dark">' in assert_page(await reader.client.get("/"))


async def test_files_are_kept_for_good_under_their_digest(api):  # noqa: F811
    page = (await api.client.get("/sign-in")).text
    paths = {part.split('"')[0] for part in page.split('="')[1:] if part.startswith("/static/")}

    assert len(paths) == 4
    for path in paths:
        answer = await api.client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        stale = path.replace(path.split("/")[2], "0" * 16)
        assert (await api.client.get(stale)).headers["cache-control"] == "no-cache"
    assert (await api.client.get("/static/0/../app.py")).status_code == 404
    assert (await api.client.get("/static/0/other.css")).status_code == 404


async def test_it_can_be_switched_off(settings):
    async with serving(settings.model_copy(update={"web_enabled": False}), MemoryStore()) as bare:
        for path in ("/", "/sign-in", "/reports"):
            assert_problem(await bare.client.get(path, headers=BROWSER), 404, "not_found")


async def test_behind_a_proxys_prefix(settings):
    async with serving(settings, MemoryStore(), root_path="/speech") as proxied:
        answer = await proxied.client.get("/speech/reports", headers=BROWSER)
        assert answer.headers["location"] == "/speech/sign-in?next=/reports"
        form = await proxied.client.get(answer.headers["location"], headers=BROWSER)
        assert 'action="/speech/sign-in"' in form.text
        style = form.text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert style.startswith("/speech/static/")
        assert (await proxied.client.get(style)).status_code == 200
