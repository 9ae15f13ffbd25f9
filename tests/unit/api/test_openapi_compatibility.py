"""What breaks clients of an OpenAPI document is told, and what does not is not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.openapi.compatibility import breaks
from tests.openapi.promised import present

DOCUMENT = present()
Change = Callable[[dict[str, Any]], object]
Told = dict[str, Any]


def _job(document: Told) -> Told:
    return _schema(document, "JobOut")


def _schema(document: Told, name: str) -> Told:
    found: Told = document["components"]["schemas"][name]
    return found


def _submission(document: Told) -> Told:
    found: Told = document["paths"]["/v1/jobs"]["post"]
    return found


def _bodies(document: Told) -> Told:
    found: Told = _submission(document)["requestBody"]["content"]
    return found


def _form(document: Told) -> Told:
    found: Told = _bodies(document)["multipart/form-data"]["schema"]
    return found


def _accepted(document: Told) -> Told:
    found: Told = _submission(document)["responses"]["202"]
    return found


def _webhook(document: Told) -> Told:
    found: Told = document["paths"]["/v1/webhook"]["put"]["requestBody"]["content"]["application/json"]["schema"]
    return found


def _parameters(document: Told) -> list[Told]:
    found: list[Told] = document["paths"]["/v1/jobs"]["get"]["parameters"]
    return found


def _parameter(document: Told, name: str) -> Told:
    return next(one["schema"] for one in _parameters(document) if one["name"] == name)


def _event(document: Told) -> Told:
    found: Told = document["webhooks"]["job.completed"]["post"]
    return found


def _stages(document: Told) -> Told:
    found: Told = _schema(document, "Timings")["properties"]["stages_ms"]
    return found


def _scheme(document: Told) -> Told:
    found: Told = document["components"]["securitySchemes"]["HTTPBearer"]
    return found


def _open(document: Told) -> None:
    del document["paths"]["/v1/jobs"]["get"]["security"]


BREAKS: list[tuple[Change, str]] = [
    (lambda d: d["paths"].pop("/v1/predict"), "POST /v1/predict is gone"),
    (lambda d: _submission(d)["responses"].pop("202"), "no answer 202 any more"),
    # What a request may hold.
    (lambda d: _form(d)["required"].append("subject"), ".subject is required now"),
    (lambda d: _form(d)["properties"].pop("subject"), ".subject is gone"),
    (lambda d: _form(d)["properties"]["subject"].update(maxLength=3), "maxLength 200 where 3"),
    (lambda d: _form(d)["properties"]["webhook"].update(minLength=9), "minLength None where 9"),
    (lambda d: _form(d)["properties"]["subject"].update(pattern="^[a-z]+$"), "another pattern"),
    (lambda d: _form(d)["properties"]["subject"].update(format="uuid"), "another format, None where uuid"),
    (lambda d: _form(d)["properties"]["task"]["enum"].pop(), ".task: "),
    (lambda d: _webhook(d)["properties"]["events"]["items"]["enum"].remove("job.failed"), "job.failed where only"),
    (lambda d: _webhook(d)["properties"]["events"].update(maxItems=2), "maxItems 3 where 2"),
    (lambda d: _webhook(d)["properties"]["events"].update(uniqueItems=True), "another uniqueItems"),
    (lambda d: _webhook(d)["properties"]["include_result"].update(default=True), "left out it means True, not False"),
    (lambda d: _bodies(d).pop("audio/*"), "no body of audio/* is taken any more"),
    (lambda d: _bodies(d).update({"audio/wav": _bodies(d).pop("audio/*")}), "no body of audio/* is taken any more"),
    (lambda d: _parameters(d).pop(0), "is gone"),
    (lambda d: _parameters(d)[0].update(required=True), "is required now"),
    (lambda d: _parameter(d, "limit").update(maximum=50), "maximum 100 where 50"),
    (lambda d: _parameter(d, "limit").update(minimum=2), "minimum 1"),
    (lambda d: _parameter(d, "limit").update(multipleOf=10), "another multipleOf"),
    (lambda d: _parameter(d, "limit").update(default=50), "left out it means 50, not 20"),
    # Which key opens it.
    (lambda d: _submission(d).update(security=[{"HTTPBearer": ["jobs:write", "annotate"]}]), "needs more now"),
    (lambda d: _submission(d).update(security=[{"HTTPBearer": ["annotate"]}]), "annotate"),
    (lambda d: d["paths"]["/healthz"]["get"].update(security=[{"HTTPBearer": []}]), "GET /healthz: it needs more now"),
    (lambda d: _scheme(d).update(scheme="basic"), "needs more now"),
    # What an answer holds.
    (lambda d: _job(d)["properties"].pop("state"), ".state is gone"),
    (lambda d: _job(d)["required"].remove("id"), ".id is not always there any more"),
    (lambda d: _job(d)["properties"].update(state={"type": "integer"}), ".state"),
    (lambda d: _job(d)["properties"].update(state={}), ".state: anything where string"),
    (lambda d: _job(d)["properties"]["id"].pop("format"), ".id: another format, None where uuid"),
    (lambda d: _job(d)["properties"]["id"].update(format="ulid"), ".id: another format, ulid where uuid"),
    (lambda d: _schema(d, "Timings")["properties"]["queued_at"].update(format="date"), "another format"),
    (lambda d: _schema(d, "JobState")["enum"].append("lost"), "lost where only"),
    (lambda d: _schema(d, "ResultOut")["properties"]["probability"].update(maximum=100), "maximum 100 where 1"),
    (lambda d: _job(d)["properties"]["result"]["anyOf"].append({"type": "string"}), ".result: string where"),
    (lambda d: _schema(d, "JobPage")["properties"]["jobs"].pop("items"), "jobs[]: anything where object"),
    (lambda d: _stages(d).update(additionalProperties={"type": "string"}), "stages_ms.*: string where"),
    (lambda d: _stages(d).update(additionalProperties=True), "stages_ms.*: anything where"),
    (lambda d: _stages(d).update(additionalProperties=False), "stages_ms: no other names come any more"),
    (lambda d: _stages(d).update(properties={"total": {"type": "string"}}), "stages_ms.total: string where"),
    (lambda d: _schema(d, "BatchOut")["properties"]["counts"].pop("propertyNames"), "counts: names: anything"),
    (lambda d: _accepted(d)["headers"].pop("Location"), "202: the header Location is gone"),
    (lambda d: _accepted(d)["headers"]["Retry-After"].update(schema={"type": "string"}), "202 Retry-After: string"),
    (lambda d: _accepted(d).update(content={"text/html": {}}), "the answer is not application/json any more"),
    # What a webhook sends.
    (lambda d: d.pop("webhooks"), "the event job.failed is gone"),
    (lambda d: d["webhooks"].pop("job.failed"), "the event job.failed is gone"),
    (lambda d: _event(d)["parameters"].pop(), "job.completed: the header webhook-signature is gone"),
    (lambda d: _event(d)["parameters"][0].update(required=False), "the header webhook-id is not always there"),
    (lambda d: _event(d)["parameters"][1].update(schema={"type": "string"}), "webhook-timestamp: string where integer"),
    (lambda d: _event(d)["responses"].pop("410"), "the answer 410 has no meaning any more"),
    (lambda d: _event(d).pop("requestBody"), "job.completed: it has no body any more"),
    (
        lambda d: _event(d)["requestBody"].update(content={"application/cloudevents+json": {}}),
        "it comes as",
    ),
    (lambda d: _schema(d, "CompletedJob")["properties"].pop("links"), "job.completed.data.links is gone"),
    (lambda d: _schema(d, "CompletedJob")["required"].remove("id"), "data.id is not always there"),
    (lambda d: _schema(d, "FailedJob")["properties"]["state"].update(const="dead"), "dead where only failed"),
    (lambda d: _schema(d, "JobFailed")["properties"]["timestamp"].pop("format"), "another format"),
    # What nobody has written a rule for.
    (lambda d: _form(d).update(dependentRequired={"webhook": ["subject"]}), "dependentRequired is not compared"),
    (lambda d: _job(d)["properties"]["id"].update(allOf=[{"$ref": "#/components/schemas/JobState"}]), "not compared"),
]


@pytest.mark.parametrize(("change", "told"), BREAKS)
def test_a_break_is_told(change: Change, told: str) -> None:
    changed = copy.deepcopy(DOCUMENT)
    change(changed)
    found = breaks(DOCUMENT, changed)
    assert any(told in sentence for sentence in found), found


HARMLESS: list[Change] = [
    lambda d: d["paths"].update({"/v1/new": {"get": {"responses": {}}}}),
    lambda d: d["webhooks"].update({"batch.ended": {"post": {"responses": {}}}}),
    lambda d: _form(d)["properties"].update(more={"type": "string"}),
    lambda d: _form(d)["properties"]["subject"].update(maxLength=3000),
    lambda d: _form(d)["properties"]["subject"].pop("minLength"),
    lambda d: _form(d)["properties"]["task"]["enum"].append("laughter"),
    lambda d: _form(d)["properties"]["task"].pop("enum"),
    lambda d: _form(d).update(additionalProperties=True),
    lambda d: _form(d)["required"].remove("file"),
    lambda d: _webhook(d)["properties"]["events"].pop("maxItems"),
    lambda d: _bodies(d).update({"video/webm": {"schema": {"type": "string", "format": "binary"}}}),
    lambda d: _bodies(d).update({"*/*": _bodies(d).pop("audio/*")}),
    lambda d: _parameters(d).append({"name": "more", "in": "query", "schema": {"type": "string"}}),
    lambda d: _parameter(d, "limit").update(maximum=500),
    lambda d: _parameter(d, "limit").pop("minimum"),
    lambda d: _parameter(d, "user_hash")["anyOf"][0].pop("pattern"),
    lambda d: _submission(d).update(security=[{"HTTPBearer": []}]),
    lambda d: _submission(d)["security"].append({}),
    _open,
    lambda d: _scheme(d).update(description="A key."),
    lambda d: _job(d)["properties"].update(more={"type": "string"}),
    lambda d: _job(d).update(additionalProperties={"type": "string"}),
    lambda d: _job(d)["properties"]["id"].update(description="Another description."),
    lambda d: _job(d)["properties"]["format"].update(format="hostname"),
    lambda d: _job(d)["properties"].update(attempts={"type": "integer", "minimum": 0}),
    lambda d: _job(d)["properties"]["result"]["anyOf"].reverse(),
    lambda d: _job(d)["properties"].update(sha256={"type": ["null", "string"]}),
    lambda d: _schema(d, "GateOutcome")["enum"].pop(),
    lambda d: _stages(d).update(additionalProperties={"type": "integer"}),
    lambda d: _stages(d).update(properties={"total": {"type": "number"}}),
    lambda d: _accepted(d)["headers"].update(More={"schema": {"type": "string"}}),
    lambda d: _accepted(d)["headers"].update(location=_accepted(d)["headers"].pop("Location")),
    lambda d: _event(d)["parameters"].append({"name": "more", "in": "header", "schema": {"type": "string"}}),
    lambda d: _schema(d, "CompletedJob")["properties"].update(more={"type": "string"}),
]


@pytest.mark.parametrize("change", HARMLESS)
def test_an_addition_breaks_nobody(change: Change) -> None:
    changed = copy.deepcopy(DOCUMENT)
    change(changed)
    assert changed != DOCUMENT
    assert breaks(DOCUMENT, changed) == []


def _serving(request: Told, answer: Told, **schemas: Told) -> Told:
    """A document of one operation."""
    operation = {
        "requestBody": {"content": {"application/json": {"schema": request}}},
        "responses": {"200": {"content": {"application/json": {"schema": answer}}}},
    }
    return {"paths": {"/": {"post": operation}}, "components": {"schemas": schemas}}


MAP: Told = {"type": "object", "additionalProperties": {"type": "number"}}
OPEN: Told = {"type": "object"}
CLOSED: Told = {"type": "object", "additionalProperties": False}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (OPEN, CLOSED, "no other names are taken any more"),
        (OPEN, MAP, "POST /.*: anything where"),
        (MAP, CLOSED, "no other names are taken any more"),
        (MAP, {**MAP, "properties": {"a": {"type": "string"}}}, "POST /.a: integer|number where string"),
        (MAP, {**MAP, "additionalProperties": {"type": "integer"}}, "POST /.*: integer|number where integer"),
        (MAP, {**MAP, "propertyNames": {"enum": ["a"]}}, "names: anything where only a"),
        (MAP, {**MAP, "minProperties": 1}, "minProperties None where 1"),
        (CLOSED, OPEN, None),
        (CLOSED, MAP, None),
        (MAP, OPEN, None),
        (MAP, {**MAP, "properties": {"a": {"type": "number"}}}, None),
    ],
)
def test_names_that_a_request_may_choose(old: Told, new: Told, told: str | None) -> None:
    found = breaks(_serving(old, {}), _serving(new, {}))
    assert told is None or any(told in sentence for sentence in found), found
    assert bool(found) == (told is not None), found


def test_a_try_that_fails_does_not_hide_what_it_met() -> None:
    """The second variant is compared with the first one, in vain; `lone` then becomes what the first one is."""
    dog: Told = {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "string"}}}
    cat: Told = {"type": "object", "required": ["purr"], "properties": {"purr": {"type": "string"}}}
    to_dog, to_cat = {"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}
    either, schemas = {"anyOf": [to_dog, to_cat]}, {"Dog": dog, "Cat": cat}
    before, after = (
        {"type": "object", "properties": {"any": either, "lone": lone}, "required": ["any", "lone"]}
        for lone in (to_dog, to_cat)
    )
    found = breaks(_serving({}, before, **schemas), _serving({}, after, **schemas))
    assert any(".lone.bark is gone" in sentence for sentence in found), found


def test_a_schema_that_holds_itself_is_compared_to_its_end() -> None:
    def tree(leaf: str) -> Told:
        below = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
        return {"type": "object", "properties": {"below": below, "leaf": {"type": leaf}}}

    to_tree = {"$ref": "#/components/schemas/Tree"}
    same, other = (_serving({}, to_tree, Tree=tree(leaf)) for leaf in ("string", "integer"))
    assert breaks(same, same) == []
    assert breaks(same, other) == ["POST / 200.leaf: integer where string is allowed"]


def test_a_single_variant_is_looked_into() -> None:
    old, new = ({"anyOf": [{"type": kind}]} for kind in ("string", "integer"))
    assert breaks(_serving({}, old), _serving({}, new)) == ["POST / 200: integer where string is allowed"]
