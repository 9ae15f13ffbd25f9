"""The OpenAPI document says what the API does."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter

from api.app import create_app
from api.auth import needed_scope
from api.problems import Problem
from api.v1 import batch_examples, examples, report_examples, webhook_examples
from api.v1.batch_models import BatchIn, BatchOut, ItemPage, MadeBatchOut, ResultRow, UploadIn, UploadOut
from api.v1.models import JobOut
from api.v1.outcomes import OutcomeHistory, OutcomeIn
from api.v1.report_models import ReportOut
from api.v1.version_models import ServedOut, VersionList, VersionOut
from api.v1.webhook_models import DeliveryOut, DeliveryPage, ResentOut, WebhookIn, WebhookOut
from speechscan.domain.task import Task
from speechscan.errors import RecordingError, SpeechScanError
from speechscan.settings import Settings


@pytest.fixture(scope="module")
def document():
    return create_app(Settings()).openapi()


V1 = {
    ("/v1/jobs", "post"),
    ("/v1/predict", "post"),
    ("/v1/jobs", "get"),
    ("/v1/jobs/{job_id}", "get"),
    ("/v1/jobs/{job_id}", "delete"),
    ("/v1/jobs/{job_id}/cancel", "post"),
    ("/v1/jobs/{job_id}/events", "get"),
    ("/v1/uploads", "post"),
    ("/v1/uploads/{upload_id}/job", "post"),
    ("/v1/batches", "post"),
    ("/v1/batches", "get"),
    ("/v1/batches/{batch_id}", "get"),
    ("/v1/batches/{batch_id}/items", "get"),
    ("/v1/batches/{batch_id}/start", "post"),
    ("/v1/batches/{batch_id}/cancel", "post"),
    ("/v1/batches/{batch_id}/results", "get"),
    ("/v1/jobs/{job_id}/outcome", "post"),
    ("/v1/jobs/{job_id}/outcome", "get"),
    ("/v1/models/champion", "get"),
    ("/v1/models", "get"),
    ("/v1/models/{version}/card", "get"),
    ("/v1/reports", "get"),
    ("/v1/reports/{report_id}", "get"),
    ("/v1/reports/{report_id}/html", "get"),
    ("/v1/webhook", "put"),
    ("/v1/webhook", "get"),
    ("/v1/webhook", "delete"),
    ("/v1/webhook/deliveries", "get"),
    ("/v1/webhook/deliveries/{delivery_id}/resend", "post"),
    ("/v1/webhook/deliveries/resend", "post"),
}


def test_endpoints(document):
    found = {(path, method) for path, operations in document["paths"].items() for method in operations}

    assert found == V1 | {("/healthz", "get"), ("/readyz", "get"), ("/metrics", "get")}


@pytest.mark.parametrize(("path", "method"), sorted(V1))
def test_endpoint_names_its_key_and_its_problems(document, path, method):
    operation = document["paths"][path][method]

    assert operation["security"] == [{"HTTPBearer": [needed_scope(method.upper(), path)]}]
    assert "Needs the scope" in operation["description"] or path == "/v1/predict"
    takes_something = "parameters" in operation or "requestBody" in operation
    assert {"401", "403", "503"} | ({"422"} if takes_something else set()) <= operation["responses"].keys()
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/predict"])
def test_body_is_described(document, path):
    operation = document["paths"][path]["post"]
    content = operation["requestBody"]["content"]

    assert content.keys() == {"multipart/form-data", "audio/*", "application/octet-stream"}
    assert content["multipart/form-data"]["schema"]["required"] == ["file"]
    assert {p["name"] for p in operation["parameters"]} == {
        "Speechscan-Subject",
        "Speechscan-Task",
        "Speechscan-Webhook",
        "Idempotency-Key",
    }
    assert content["multipart/form-data"]["schema"]["properties"]["task"]["enum"] == list(Task)
    assert document["components"]["schemas"]["Task"]["enum"] == list(Task)
    assert {"202", "413", "415"} <= operation["responses"].keys()


@pytest.mark.parametrize("example", [examples.QUEUED, examples.COMPLETED, examples.FAILED])
def test_examples_fit_the_models(example):

    # As JSON, since the models are strict and JSON has no UUID or time.
    assert JobOut.model_validate_json(json.dumps(example)).id


@pytest.mark.parametrize(("model", "example"), [(VersionOut, examples.VERSION), (ServedOut, examples.SERVED)])
def test_examples_of_versions_fit_the_models(model, example):
    assert model.model_validate_json(json.dumps(example)).version == "2"


def test_the_example_of_outcomes_fits_the_model():
    found = OutcomeHistory.model_validate_json(json.dumps(examples.OUTCOMES))

    assert found.current == found.history[0]
    assert found.history[0].recorded_at > found.history[1].recorded_at


def test_the_body_of_an_outcome_is_described(document):
    body = document["paths"]["/v1/jobs/{job_id}/outcome"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]

    assert schema["properties"].keys() == OutcomeIn.model_fields.keys()
    assert "$defs" not in schema
    assert list(Task) in [kind.get("enum") for kind in schema["properties"]["task"]["anyOf"]]
    assert [OutcomeIn.model_validate_json(json.dumps(example)).label for example in schema["examples"]] == ["healthy"]


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (UploadOut, batch_examples.UPLOAD),
        (BatchOut, batch_examples.OPEN),
        (BatchOut, batch_examples.ENDED),
        (MadeBatchOut, batch_examples.MADE),
        (ItemPage, batch_examples.ITEMS),
        (ResultRow, batch_examples.ROW),
        (BatchIn, batch_examples.NEW),
    ],
)
def test_examples_of_batches_fit_the_models(model, example):
    shown = model.model_validate_json(json.dumps(example)).model_dump(mode="json", by_alias=True, exclude_unset=True)

    assert shown == example


@pytest.mark.parametrize(("path", "model"), [("/v1/uploads", UploadIn), ("/v1/batches", BatchIn)])
def test_the_bodies_of_uploads_and_batches_are_described(document, path, model):
    schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert schema["properties"].keys() == model.model_fields.keys()
    assert "$ref" not in json.dumps(schema)


@pytest.mark.parametrize("example", report_examples.ALL, ids=lambda one: one["kind"])
def test_examples_of_reports_fit_the_model(example):
    assert ReportOut.model_validate_json(json.dumps(example)).id


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (WebhookIn, webhook_examples.WANTED),
        (WebhookOut, webhook_examples.WEBHOOK),
        (DeliveryOut, webhook_examples.DEAD),
    ],
)
def test_examples_of_webhooks_fit_the_models(model, example):
    read = model.model_validate_json(json.dumps(example)).model_dump(mode="json")

    assert {name: read[name] for name in example} == example


def test_every_error_code_is_documented(repository):
    page = (repository / "docs" / "api.md").read_text()
    classes, found = [SpeechScanError], set()
    while classes:
        error = classes.pop()
        classes += error.__subclasses__()
        # Other rooms derive theirs, which no client sees.
        if error.__module__ == "speechscan.errors" and error is not RecordingError:
            found.add(error.code)
    assert {code for code in found if f"`{code}`" not in page} == set()


def test_every_field_is_documented(repository):
    page = (repository / "docs" / "api.md").read_text()
    kinds = (JobOut, ReportOut, ServedOut, VersionList, UploadOut, MadeBatchOut, ItemPage, ResultRow)
    kinds = (*kinds, BatchIn, UploadIn, WebhookIn, WebhookOut, DeliveryPage, ResentOut)
    schemas = [TypeAdapter(kind).json_schema() for kind in kinds]
    models = [model for schema in schemas for model in (schema, *schema.get("$defs", {}).values())]
    fields = {name for model in models for name in model.get("properties", {})}
    fields |= OutcomeIn.model_fields.keys() | OutcomeHistory.model_fields.keys()
    fields |= Problem.model_fields.keys()

    assert {name for name in fields if f"`{name}`" not in page} == set()


def test_every_task_is_documented(repository):
    page = (repository / "docs" / "api.md").read_text()

    assert {task for task in Task if f"`{task}`" not in page} == set()


def test_a_result_that_was_stored_before_a_measure_came_is_still_read():
    old = json.loads(json.dumps(examples.COMPLETED))
    quality = old["result"]["quality"]
    for name in ("level_dbfs", "bandwidth_hz", "dc_offset", "silence"):
        del quality[name]
    del old["result"]["familiar"]

    read = JobOut.model_validate_json(json.dumps(old)).result

    assert (read.quality.speech_s, read.quality.bandwidth_hz, read.quality.silence) == (3.7, None, None)
    assert read.familiar is None
