"""Models without a browser: champion, decisions, cards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from speechscan.db import heartbeats
from speechscan.db.engine import sync_engine
from speechscan.db.keys import KeyRepository
from speechscan.db.ledger import PostgresLedger
from speechscan.db.reports import ReportRepository
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.report import ReportKind, report_id
from speechscan.domain.serving import ServingState
from speechscan.storage import MemoryStore
from speechscan.storage.base import card_key
from tests.integration.api.conftest import serving
from tests.integration.web.conftest import make_report
from tests.integration.web.test_web_pages import assert_page
from tests.integration.web.test_web_sign_in import BROWSER, api, send  # noqa: F401 - a fixture

FIRST, SECOND = "a" * 64, "b" * 64
REPORT = "reports/gate/x/report.html"
RUN = UUID("0b6a2f0e-7a54-4f5c-9a39-7d3b3f1f3a55")


@pytest.fixture
def db(settings):
    engine = sync_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def decided(db):
    """Version 1 shipped, version 2 passed and promoted."""
    ledger = PostgresLedger(db)

    def write(event, version, digest, **more):
        entry = NewEntry(event=event, actor="a.smith", model_name="speechscan", version=version, digest=digest, **more)
        return ledger.append(entry)

    judged = {"outcome": GateOutcome.PASS, "reasons": ("It is <not> worse.",), "report_key": REPORT, "flow_run_id": RUN}
    return [
        write(Event.BOOTSTRAP, "1", FIRST),
        write(Event.GATE, "2", SECOND, **judged),
        write(Event.PROMOTION, "2", SECOND, previous_version="1"),
    ]


@pytest.fixture
def signed_in(api, engine):  # noqa: F811
    async def as_one_with(*scopes: str):
        _, token = await KeyRepository(engine).create("reader", scopes, rotate=True)
        await send(api, "/sign-in", key=token)
        return api

    return as_one_with


async def test_the_champion_and_what_was_decided(signed_in, decided):
    reader = await signed_in("jobs:read")

    page = assert_page(await reader.client.get("/models"))

    assert '<a href="/models/2">Version 2</a>\n  since' in page
    assert "It is &lt;not&gt; worse." in page
    assert "No model is ready at the moment." in page
    assert page.index("made champion") < page.index("judged by the gate") < page.index("shipped, and made champion")
    assert "a.smith" not in page  # who decided is for those who may read reports
    assert "Gate report" not in page


async def test_reports_and_names_are_for_whoever_may_read_reports(signed_in, decided, engine):
    reader = await signed_in("jobs:read", "reports")
    assert "Gate report" not in assert_page(await reader.client.get("/models"))  # it is not kept

    report = make_report(id=report_id(ReportKind.GATE, REPORT), kind=ReportKind.GATE, outcome="pass", html_key=REPORT)
    await ReportRepository(engine).add(report)
    page = assert_page(await reader.client.get("/models"))

    assert f'<a href="/reports/{report.id}">Gate report</a>' in page
    assert "Decided by a.smith." in page


async def test_what_serves_is_told_where_it_is_not_the_champion(signed_in, decided, db):
    reader = await signed_in("jobs:read")
    for version, told in (("1", True), ("2", False)):
        with db.begin() as connection:
            state = ServingState(model_name="speechscan", version=version, digest=FIRST)
            heartbeats.beat(connection, "one", state)
        page = assert_page(await reader.client.get("/models"))
        assert ("Giving verdicts at the moment: version 1." in page) is told


async def test_who_was_champion_when(signed_in, decided):
    reader = await signed_in("jobs:read")

    async def champion(moment, zone="UTC") -> str:
        told = moment.isoformat(timespec="milliseconds").split("+")[0]
        page = assert_page(await reader.client.get("/models", params={"at": told, "zone": zone}))
        return page.split('<p class="told" role="status">')[1].split("</p>")[0]

    first, _, promoted = (entry.at for entry in decided)
    assert "no version was champion" in await champion(first - timedelta(seconds=1))
    assert "Version 2" in await champion(promoted + timedelta(seconds=1))
    assert "no version was champion" in await champion(promoted + timedelta(minutes=1), "Asia/Tokyo")
    for bad in (
        "at=yesterday",
        "at=2026-01-01T00:00:00Z",
        "at=0001-01-01T00:00&zone=Asia/Tokyo",
        "at=2026-01-01T00:00&zone=Mars",
        "when=now",
    ):
        assert "cannot be understood" in assert_page(await reader.client.get(f"/models?{bad}"), 422)
    assert 'role="status"' not in (await reader.client.get("/models?at=&zone=UTC")).text.split("<main")[1]


async def test_a_version_with_its_card(signed_in, decided):
    reader = await signed_in("jobs:read")
    assert "The card of this version is not stored." in assert_page(await reader.client.get("/models/2"))

    reader.store.put(card_key(SECOND), "# Card with an ü\n\n<script>x</script>\n".encode())
    page = assert_page(await reader.client.get("/models/2"))

    assert "<h3>Card with an ü</h3>" in page
    assert "<script>x" not in page
    assert "It is &lt;not&gt; worse." in page
    assert "shipped" not in page.split("<main")[1]  # version 1's decision
    assert SECOND in page
    assert "MLflow" not in page


async def test_links_to_mlflow_and_prefect(settings, engine, decided):
    _, token = await KeyRepository(engine).create("reader", ["jobs:read"])
    addresses = {"web_mlflow_url": "https://mlflow.example", "web_prefect_url": "https://prefect.example"}
    linked = settings.model_copy(update=addresses)
    async with serving(linked, MemoryStore()) as one:
        one.client.base_url = "https://clinic.example"
        one.client.headers.update(BROWSER)
        await send(one, "/sign-in", key=token)
        page = assert_page(await one.client.get("/models/2"))
    assert page.count(f'href="https://prefect.example/runs/flow-run/{RUN}"') == 1
    assert 'href="https://mlflow.example/#/models/speechscan/versions/2"' in page


async def test_what_is_not_there(signed_in, decided):
    reader = await signed_in("jobs:read")

    assert "There is nothing here" in assert_page(await reader.client.get("/models/9"), 404)
    assert "cannot be understood" in assert_page(await reader.client.get("/models/x"), 422)
    reader.store.away = True
    assert "A part of the service is away" in assert_page(await reader.client.get("/models/2"), 503)


async def test_before_anything_was_decided(signed_in):
    reader = await signed_in("jobs:read")

    page = assert_page(await reader.client.get("/models"))

    assert "No version was made champion yet." in page
    assert "Versions" not in page.split("<main")[1]


@pytest.mark.parametrize("path", ["/models", "/models/2"])
async def test_scopes(signed_in, decided, path):
    writer = await signed_in("jobs:write", "reports")

    page = assert_page(await writer.client.get(path), 403)
    assert "It lacks a right: see its recordings and their results (jobs:read)." in page
