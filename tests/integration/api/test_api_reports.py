"""GET /v1/reports: pages, one report, its page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from speechscan.db.reports import ReportRepository
from speechscan.domain.report import Report, ReportKind
from tests.integration.api.test_api_errors import assert_problem
from tests.integration.api.test_api_operations import samples

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Of no report. Fixed, since two test processes must collect the same tests.
UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
COMPARED = {
    "training": {
        "outcome": "drift",
        "scores": {"jitter_local": 0.7, "verdict": 0.3},
        "tasks": {
            "word": {"outcome": "no_drift", "scores": {"jitter_local": 0.1}},
            "digit": {"outcome": "too_few", "scores": {}},
        },
    },
    # As reports from before there were tasks.
    "previous": {"outcome": "too_few", "scores": {}},
}


def report(minutes: int = 0, kind: ReportKind = ReportKind.DRIFT, **more) -> Report:
    return Report(**{"id": uuid4(), "kind": kind, "made_at": NOON + timedelta(minutes=minutes), "outcome": "x", **more})


@pytest.fixture
async def reports(engine) -> ReportRepository:
    return ReportRepository(engine)


async def listed(api, **query):
    answer = await api.client.get("/v1/reports", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_report_is_told_whole(api, reports):
    made = report(outcome="drift", summary={"against": COMPARED}, html_key="k", flow_run_id=uuid4(), model_version="3")
    await reports.add(made)

    answer = (await api.client.get(f"/v1/reports/{made.id}")).json()

    assert answer["outcome"] == "drift"
    assert answer["summary"] == {"against": COMPARED}
    assert (answer["kind"], answer["model_version"], answer["flow_run_id"]) == ("drift", "3", str(made.flow_run_id))
    assert answer["made_at"] == "2026-11-20T12:00:00Z"
    assert answer["links"] == {"self": f"/v1/reports/{made.id}", "html": f"/v1/reports/{made.id}/html"}
    assert (await listed(api))["reports"] == [answer]


async def test_pages_hold_each_report_once_newest_first(api, reports):
    made = [report(minutes // 2) for minutes in range(5)]  # two of a minute: the id decides
    for one in made:
        await reports.add(one)
    seen, query = [], {"limit": 2}
    while True:
        page = await listed(api, **query)
        seen += page["reports"]
        await reports.add(report(60))  # one that comes in meanwhile belongs to no later page
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    expected = sorted(made, key=lambda one: (one.made_at, one.id), reverse=True)
    assert [UUID(one["id"]) for one in seen] == [one.id for one in expected]


async def test_filter_by_kind(api, reports):
    for minutes, kind in enumerate(ReportKind):
        await reports.add(report(minutes, kind))

    async def kinds(*asked):
        return [one["kind"] for one in (await listed(api, kind=list(asked)))["reports"]]

    assert await kinds("gate") == ["gate"]
    assert await kinds("drift", "validation") == ["validation", "drift"]
    assert_problem(await api.client.get("/v1/reports?kind=other"), 422, "invalid_request")
    assert_problem(await api.client.get("/v1/reports?cursor=abc"), 422, "invalid_request")


async def test_the_page_comes_whole_and_can_do_nothing(api, reports):
    page = b"<html>" + bytes(200_000) + "Ä</html>".encode()
    api.store.put("reports/drift/x/report.html", page, "text/html")
    made = report(html_key="reports/drift/x/report.html")
    await reports.add(made)

    answer = await api.client.get(f"/v1/reports/{made.id}/html")

    assert answer.status_code == 200
    assert answer.content == page
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"sandbox allow-scripts", "default-src 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert not any("http" in rule or "allow-same-origin" in rule or "connect-src" in rule for rule in policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_what_is_not_there(api, reports):
    bare, lost = report(), report(html_key="reports/lost")
    for one in (bare, lost):
        await reports.add(one)

    assert_problem(await api.client.get(f"/v1/reports/{uuid4()}"), 404, "not_found")
    for missing in (uuid4(), bare.id, lost.id):
        assert_problem(await api.client.get(f"/v1/reports/{missing}/html"), 404, "not_found")
    assert_problem(await api.client.get("/v1/reports/no-id"), 422, "invalid_request")
    api.store.away = True
    assert_problem(await api.client.get(f"/v1/reports/{lost.id}/html"), 503, "unavailable")


@pytest.mark.parametrize("path", ["/v1/reports", f"/v1/reports/{UNKNOWN}", f"/v1/reports/{UNKNOWN}/html"])
async def test_only_a_key_with_the_scope_reads_reports(anonymous, make_key, path):
    assert_problem(await anonymous.client.get(path), 401, "unauthenticated")
    jobs_only = await make_key("clinic", "jobs:read", "jobs:write", "jobs:delete")
    assert_problem(await anonymous.client.get(path, headers=jobs_only), 403, "forbidden")
    allowed = await anonymous.client.get(path, headers=await make_key("responsible", "reports"))
    assert allowed.status_code in {200, 404}
    jobs = await anonymous.client.get("/v1/jobs", headers=await make_key("responsible", "reports"))
    assert_problem(jobs, 403, "forbidden")


async def test_metrics_tell_the_newest_report(api, reports):
    await reports.add(report(-10, outcome="no_drift", summary={"against": {"training": {"outcome": "no_drift"}}}))
    await reports.add(report(outcome="drift", summary={"against": COMPARED}))
    await reports.add(report(kind=ReportKind.VALIDATION, outcome="failed"))

    found = await samples(api)

    scores = {labels: value for (name, labels), value in found.items() if name == "speechscan_drift_score"}
    assert scores == {
        (("against", "training"), ("feature", "jitter_local"), ("task", "all")): 0.7,
        (("against", "training"), ("feature", "verdict"), ("task", "all")): 0.3,
        (("against", "training"), ("feature", "jitter_local"), ("task", "word")): 0.1,
    }
    judged = {labels: value for (name, labels), value in found.items() if name == "speechscan_drift_found"}
    # Too few jobs are no 0.
    assert judged == {(("against", "training"), ("task", "all")): 1, (("against", "training"), ("task", "word")): 0}
    assert found["speechscan_validation_ok", ()] == 0
    age = (datetime.now(UTC) - NOON).total_seconds()
    for kind in ("drift", "validation"):
        assert found[f"speechscan_{kind}_age_seconds", ()] == pytest.approx(max(age, 0), abs=60)


async def test_metrics_without_a_report_say_nothing_of_drift(api):
    names = {name for name, _ in await samples(api)}

    assert not {name for name in names if "drift" in name or "validation" in name}


async def test_metrics_tell_sizes(api, settings):
    found = await samples(api)

    tables = {labels[0][1]: v for (name, labels), v in found.items() if name == "speechscan_table_bytes"}
    assert {"jobs", "results", "reports", "api_keys"} <= tables.keys()
    assert all(size > 0 for size in tables.values())
    own = settings.database_url.get_secret_value().rpartition("/")[2]
    assert found["speechscan_database_bytes", (("database", own),)] > sum(tables.values())
