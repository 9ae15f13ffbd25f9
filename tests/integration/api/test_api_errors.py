"""Every answer: problem+json, disclaimer, request id, security headers, CORS, auth before everything."""

from __future__ import annotations

import pytest
import structlog
from sqlalchemy import text

from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.storage import MemoryStore
from tests.integration.api.conftest import post, serving, wav

ID = "00000000-0000-4000-8000-000000000000"
EVERY_ENDPOINT = [
    ("POST", "/v1/jobs", "jobs:write"),
    ("POST", "/v1/predict", "jobs:write"),
    ("GET", "/v1/jobs", "jobs:read"),
    ("GET", f"/v1/jobs/{ID}", "jobs:read"),
    ("POST", f"/v1/jobs/{ID}/cancel", "jobs:write"),
    ("DELETE", f"/v1/jobs/{ID}", "jobs:delete"),
    ("POST", f"/v1/jobs/{ID}/outcome", "annotate"),
    ("GET", f"/v1/jobs/{ID}/outcome", "jobs:read"),
    ("GET", "/v1/reports", "reports"),
    ("GET", f"/v1/reports/{ID}", "reports"),
    ("GET", f"/v1/reports/{ID}/html", "reports"),
    ("PUT", "/v1/webhook", "webhooks"),
    ("GET", "/v1/webhook", "webhooks"),
    ("DELETE", "/v1/webhook", "webhooks"),
    ("GET", "/v1/webhook/deliveries", "webhooks"),
    ("POST", f"/v1/webhook/deliveries/{ID}/resend", "webhooks"),
    ("POST", "/v1/webhook/deliveries/resend", "webhooks"),
    ("GET", "/v1/models", "jobs:read"),
    ("GET", "/v1/models/champion", "jobs:read"),
    ("GET", "/v1/models/1/card", "jobs:read"),
]


def assert_problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "instance", "code", "request_id", "disclaimer"} <= body.keys()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:speechscan:problem:{code}")
    assert body["instance"] == answer.request.url.path
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["disclaimer"] == DISCLAIMER
    assert body["detail"].endswith(".")


async def never():
    pytest.fail("the body was read")
    yield b""


# Also addresses and methods that do not exist: nothing under /v1 tells a stranger anything.
@pytest.mark.parametrize(
    ("method", "path"), [e[:2] for e in EVERY_ENDPOINT] + [("PUT", "/v1/jobs"), ("GET", "/v1/x"), ("GET", "/v1")]
)
async def test_no_key(anonymous, method, path):
    answer = await anonymous.client.request(method, path, content=never())

    assert_problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["cache-control"] == "no-store"


async def test_bad_keys(anonymous, engine, make_key):
    good = (await make_key("clinic"))["Authorization"].removeprefix("Bearer ")
    key, revoked = await KeyRepository(engine).create("gone", ["jobs:read"])
    await KeyRepository(engine).revoke(key.id)
    bad = [revoked, good[:-1], good + "x", "sps_", "", "sps_" + "x" * 5000, "sps_\xfc"]
    headers = [f"Bearer {b}" for b in bad] + [f"Basic {good}", good, f"Bearer{good}"]

    for header in headers:
        answer = await anonymous.client.get("/v1/jobs", headers={"Authorization": header.encode("latin-1")})
        assert_problem(answer, 401, "unauthenticated")
    two = [("Authorization", f"Bearer {good}"), ("Authorization", f"Bearer {good}")]
    assert_problem(await anonymous.client.get("/v1/jobs", headers=two), 401, "unauthenticated")
    for scheme in ("Bearer", "bearer"):
        answer = await anonymous.client.get("/v1/jobs", headers={"Authorization": f"{scheme} {good}"})
        assert answer.status_code == 200


@pytest.mark.parametrize(("method", "path", "scope"), EVERY_ENDPOINT)
async def test_each_endpoint_needs_its_scope(anonymous, make_key, model_ready, method, path, scope):
    others = [s for s in SCOPES if s != scope]

    without = await anonymous.client.request(method, path, content=never(), headers=await make_key("a", *others))
    with_scope = await anonymous.client.request(method, path, headers=await make_key("a", scope))

    assert_problem(without, 403, "forbidden")
    assert scope in without.json()["detail"]
    assert "insufficient_scope" in without.headers["www-authenticate"]
    # 422: with the scope, the missing document is what is wrong.
    assert with_scope.status_code in ({422} if scope == "annotate" or method == "PUT" else {200, 202, 404})


async def test_key_without_a_scope_may_nothing(anonymous, engine):
    _, token = await KeyRepository(engine).create("none", [])
    answer = await anonymous.client.get("/v1/jobs", headers={"Authorization": f"Bearer {token}"})

    assert_problem(answer, 403, "forbidden")


async def test_router_errors(api):
    assert_problem(await api.client.get("/v1/nothing"), 404, "not_found")
    assert_problem(await api.client.get("/nothing"), 404, "not_found")
    assert_problem(await api.client.get("/v1/jobs/"), 404, "not_found")
    wrong_method = await api.client.put("/v1/jobs")
    assert_problem(wrong_method, 405, "method_not_allowed")
    assert "POST" in wrong_method.headers["allow"] or "GET" in wrong_method.headers["allow"]


async def test_validation_errors(api):
    answer = await api.client.get("/v1/jobs/not-a-uuid?wait=99")

    assert_problem(answer, 422, "invalid_request")
    assert {e["field"] for e in answer.json()["errors"]} == {"path.job_id", "query.wait"}


async def test_unexpected_error_is_logged_and_hidden(api, engine):
    async with engine.begin() as db:
        await db.execute(text("alter table jobs rename to elsewhere"))

    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        answer = await post(api, X_Request_ID="find-me")

    assert_problem(answer, 500, "internal_error")
    assert "does not exist" not in answer.text
    (error,) = [line for line in logged if line["event"] == "unexpected error"]
    assert error["request_id"] == "find-me"
    assert error["exc_info"]


async def test_every_json_answer_of_v1_has_the_disclaimer(api, worker):
    """Not by listing endpoints, but by listing what the OpenAPI document says there is."""
    document = (await api.client.get("/openapi.json")).json()
    schemas = document["components"]["schemas"]
    answers = [
        content["schema"]["$ref"].rpartition("/")[2]
        for path, operations in document["paths"].items()
        if path.startswith("/v1/")
        for operation in operations.values()
        for answer in operation["responses"].values()
        for media_type, content in answer.get("content", {}).items()
        if media_type.endswith("json")
    ]
    of_jobs = {"JobOut", "JobPage", "OutcomeHistory", "UploadOut"}
    of_batches = {"BatchOut", "BatchPage", "ItemPage", "MadeBatchOut"}
    of_webhooks = {"DeliveryOut", "DeliveryPage", "ResentOut", "WebhookOut"}
    others = {"ReportOut", "ReportPage", "ServedOut", "VersionList", "Problem"}
    assert of_jobs | of_batches | of_webhooks | others == set(answers)
    for name in set(answers):
        assert "disclaimer" in schemas[name]["properties"]
    assert "disclaimer" in schemas["ResultOut"]["properties"]

    job_id = (await post(api)).json()["id"]
    await worker.complete_all()
    for answer in [
        await post(api),
        await api.client.get("/v1/jobs"),
        await api.client.get(f"/v1/jobs/{job_id}"),
        await api.client.post(f"/v1/jobs/{job_id}/cancel"),
        await api.client.delete(f"/v1/jobs/{job_id}"),
        await api.client.get(f"/v1/jobs/{ID}"),
        await api.client.get("/v1/reports"),
        await api.client.get("/v1/models"),
    ]:
        assert answer.json()["disclaimer"] == DISCLAIMER


# -- request id, headers, logs ----------------------------------------------------------------


@pytest.mark.parametrize("given", ["abc-1", "A.b_c", "x" * 64])
async def test_sane_request_id_is_kept(api, given):
    assert (await api.client.get("/healthz", headers={"X-Request-ID": given})).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'a"b', "ü".encode()])
async def test_other_request_id_is_replaced(api, given):
    made = (await api.client.get("/healthz", headers={"X-Request-ID": given})).headers["x-request-id"]

    assert made != given
    assert len(made) == 32


async def test_security_headers(api):
    for path in ("/v1/jobs", "/v1/nothing", "/healthz", "/docs"):
        headers = (await api.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert ("no-store" in headers.get("cache-control", "")) == path.startswith("/v1")


async def test_https_alone_is_asked_for_where_it_was_set_and_used(settings):
    asked_for = settings.model_copy(update={"web_hsts_s": 600})
    for told, address, expected in (
        (asked_for, "https://clinic.example/healthz", "max-age=600"),
        (asked_for, "http://clinic.example/healthz", None),
        (settings, "https://clinic.example/healthz", None),
    ):
        async with serving(told, MemoryStore()) as served:
            answer = await served.client.get(address)
            assert answer.headers.get("strict-transport-security") == expected


async def test_logs_have_ids_and_route_but_nothing_private(api):
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        answer = await api.client.post(
            "/v1/jobs",
            params={"q": "query-secret"},
            files={"file": ("name-secret.wav", wav(), "audio/type-secret")},
            data={"subject": "subject-secret"},
            headers={"X-Request-ID": "r-7", "Idempotency-Key": "idempotency-secret"},
        )
        await api.client.get(f"/v1/jobs/{answer.json()['id']}", headers={"X-Request-ID": "r-7"})
        await api.client.get(f"/v1/jobs/{ID}/nothing-secret", headers={"X-Request-ID": "r-7"})

    access = [line for line in logged if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in access] == [
        ("POST", "/v1/jobs", 202),
        ("GET", "/v1/jobs/{job_id}", 200),
        ("GET", "unmatched", 404),
    ]
    assert all(line["ms"] > 0 for line in access)
    assert all(line["request_id"] == "r-7" for line in logged)
    assert answer.json()["id"] in {line.get("job_id") for line in logged}
    assert "secret" not in str(logged)
    assert api.client.headers["authorization"].removeprefix("Bearer ") not in str(logged)


# -- CORS -------------------------------------------------------------------------------------

HERE, THERE = "https://clinic.example", "https://elsewhere.example"


@pytest.fixture
async def cors(settings, model_ready):
    async with serving(settings.model_copy(update={"cors_origins": [HERE]}), MemoryStore()) as api:
        yield api


async def test_preflight_needs_no_key(cors):
    headers = ("authorization", "content-type", "idempotency-key", "speechscan-subject", "speechscan-task")
    asks = {
        "Origin": HERE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": ", ".join(headers),
    }
    answer = await cors.client.options("/v1/jobs", headers=asks)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == HERE
    assert (await cors.client.options("/v1/jobs", headers={**asks, "Origin": THERE})).status_code == 400


async def test_errors_can_be_read_by_an_allowed_origin_only(cors, make_key, engine):
    async def origin_allowed(origin, path="/v1/jobs", **headers):
        answer = await cors.client.get(path, headers={"Origin": origin, **headers})
        return answer.status_code, answer.headers.get("access-control-allow-origin")

    key = await make_key("clinic")
    assert await origin_allowed(HERE) == (401, HERE)
    assert await origin_allowed(HERE, "/v1/nothing", **key) == (404, HERE)
    assert await origin_allowed(HERE, **key) == (200, HERE)
    assert await origin_allowed(THERE, **key) == (200, None)
    async with engine.begin() as db:
        await db.execute(text("alter table results rename to elsewhere"))
    assert await origin_allowed(HERE, **key) == (500, HERE)
    exposed = (await cors.client.get("/v1/jobs", headers={"Origin": HERE})).headers["access-control-expose-headers"]
    assert {"Location", "Retry-After", "X-Request-ID"} <= set(exposed.split(", "))


async def test_without_origins_there_is_no_cors(api):
    assert "access-control-allow-origin" not in (await api.client.get("/v1/jobs", headers={"Origin": HERE})).headers
