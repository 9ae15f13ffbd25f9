"""Whether a value fits a schema of an OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def validator(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Draft202012Validator:
    """schema: its references lead into the document"""
    registry = Registry().with_resource("urn:api", Resource(document, DRAFT202012))
    absolute = json.loads(json.dumps(schema).replace('"$ref": "#/', '"$ref": "urn:api#/'))
    return Draft202012Validator(absolute, registry=registry, format_checker=FormatChecker())


def event_validator(document: Mapping[str, Any], name: str) -> Draft202012Validator:
    """Of the body of a webhook."""
    body = document["webhooks"][name]["post"]["requestBody"]
    return validator(document, body["content"]["application/json"]["schema"])
