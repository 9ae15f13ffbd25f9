"""The OpenAPI document is sound, its examples fit, and clients of the promised one can live with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from standardwebhooks import Webhook

from api.v1 import webhook_examples
from speechscan.db.keys import SCOPES
from speechscan.domain.webhook import Event
from tests.openapi.compatibility import breaks
from tests.openapi.promised import PATH, present, written
from tests.openapi.validity import validator

DOCUMENT = present()
OPERATIONS = [
    pytest.param(path, operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
EVENTS = [pytest.param(name, told["post"], id=name) for name, told in DOCUMENT["webhooks"].items()]


def test_it_is_an_openapi_document() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_an_operation_says_what_it_is_for(path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 15
    assert len(operation["tags"]) == 1
    for parameter in operation.get("parameters", ()):
        assert parameter["in"] != "path" or parameter["required"]
        assert parameter["in"] == "path" or parameter.get("description"), parameter["name"]
    for status, answer in operation["responses"].items():
        assert answer["description"] not in ("", "Successful Response") or status.startswith("2")
        assert status == "204" or not status.startswith("2") or answer["content"]
    assert re.fullmatch(r"(/[a-z0-9_.]+|/\{[a-z_]+\})+", path)


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_an_operation_names_the_scope_that_it_needs(path: str, operation: dict[str, Any]) -> None:
    scopes = [scope for way in operation.get("security", ()) for needed in way.values() for scope in needed]
    assert len(scopes) == (1 if path.startswith("/v1/") else 0)
    assert set(scopes) <= set(SCOPES)
    for said in re.findall(r"Needs the scope `([a-z:]+)`", operation["description"]):
        assert scopes == [said]


@pytest.mark.parametrize(("name", "event"), EVENTS)
def test_an_event_says_what_it_is_and_how_it_is_known(name: str, event: dict[str, Any]) -> None:
    assert len(event["description"]) > 15
    assert "security" not in event
    assert all(header["required"] and header["description"] for header in event["parameters"])
    assert [(one["in"], one["name"]) for one in event["parameters"]] == [
        ("header", "webhook-id"),
        ("header", "webhook-timestamp"),
        ("header", "webhook-signature"),
    ]
    schema = event["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    told = DOCUMENT["components"]["schemas"][schema]
    assert told["properties"]["type"]["const"] == name
    assert told["examples"]


def test_each_event_that_can_be_wanted_is_there() -> None:
    assert DOCUMENT["webhooks"].keys() == set(Event)


def test_the_example_of_a_signature_is_that_of_the_example() -> None:
    body = json.dumps(webhook_examples.COMPLETED, separators=(",", ":"))
    sent_at = datetime.fromtimestamp(webhook_examples.TIMESTAMP, UTC)
    signed = Webhook(webhook_examples.WEBHOOK["secret"]).sign(webhook_examples.ID, sent_at, body)
    assert signed == webhook_examples.SIGNATURE


def test_ids_of_operations_are_unique() -> None:
    both = [*DOCUMENT["paths"].values(), *DOCUMENT["webhooks"].values()]
    ids = [operation["operationId"] for operations in both for operation in operations.values()]
    assert len(set(ids)) == len(ids)


def _examples(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(where, schema, example) of each."""
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _examples(one, f"{where}/{index}")
    if not isinstance(node, dict):
        return
    if isinstance(node.get("examples"), list):
        yield from ((f"{where}/examples/{n}", node, example) for n, example in enumerate(node["examples"]))
    if isinstance(node.get("schema"), dict):
        told = node.get("examples", {})
        named = {name: one["value"] for name, one in told.items()} if isinstance(told, dict) else {}
        if "example" in node:
            named["example"] = node["example"]
        yield from ((f"{where}/{name}", node["schema"], value) for name, value in named.items())
    for name, one in node.items():
        if name not in ("examples", "example"):
            yield from _examples(one, f"{where}/{name}")


EXAMPLES = [pytest.param(schema, example, id=where) for where, schema, example in _examples(DOCUMENT)]


@pytest.mark.parametrize(("schema", "example"), EXAMPLES)
def test_an_example_fits_its_schema(schema: dict[str, Any], example: Any) -> None:
    validator(DOCUMENT, schema).validate(example)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 38


def test_clients_of_the_promised_document_are_not_broken() -> None:
    promised = json.loads(PATH.read_text(encoding="utf-8"))
    assert breaks(promised, DOCUMENT) == []


def test_the_promised_document_is_the_present_one() -> None:
    assert PATH.read_text(encoding="utf-8") == written(DOCUMENT), "run `make openapi`"
