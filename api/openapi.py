"""What FastAPI cannot derive: the body that we read ourselves, and the form of the errors."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from api.auth import needed_scope
from api.problems import MEDIA_TYPE, Problem
from api.spoken import MAX_SUBJECT
from api.upload import ACCEPTED
from api.webhooks.event import MODELS
from api.webhooks.url import MAX_URL
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.task import Task

DESCRIPTION = f"""Screening of short voice recordings for signs of dysarthria.

{DISCLAIMER}

Send a recording (`POST /v1/jobs`), then ask for its job (`GET /v1/jobs/{{job_id}}?wait=30`), or be told when it
has ended (`PUT /v1/webhook`).
"""

_MEANING = {
    401: "No valid API key. Decided before the body is read.",
    403: "The key lacks the scope. Decided before the body is read.",
    404: "No such thing, or somebody else's.",
    408: "The body came in too slowly.",
    409: "Not possible in the present state.",
    413: "The recording is over the limit. Decided while it streams in.",
    415: "The content is none of the accepted formats.",
    422: "The request is not valid, or the Idempotency-Key was used for another one.",
    503: "No model is ready, or a part of the service is away. Retry-After says when to try again.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem, "description": _MEANING[status]} for status in statuses}


TASK = "What is spoken. It says which recordings are alike, and has no part in the verdict."
WEBHOOK = (
    "Where the end of this job is told, in place of the webhook's own `url`. Needs the scope `webhooks` as well, and a "
    "webhook, whose secret signs it."
)

_AUDIO = {"type": "string", "format": "binary"}
_FORM = {
    "type": "object",
    "required": ["file"],
    "additionalProperties": False,
    "properties": {
        "file": {**_AUDIO, "description": f"{ACCEPTED}; recognised by content."},
        "subject": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_SUBJECT,
            "description": "The caller's pseudonym for a person; stored as a keyed hash only.",
        },
        "task": {"type": "string", "enum": list(Task), "description": TASK},
        "webhook": {"type": "string", "maxLength": MAX_URL, "description": WEBHOOK},
    },
}
_REPLAYED = {"type": "string", "enum": ["true"]}
MADE_ONCE = {
    "description": "It is made.",
    "headers": {
        "Idempotent-Replayed": {
            "description": "`true` if the Idempotency-Key was known and this is what it made.",
            "schema": _REPLAYED,
        },
    },
}
LINKED = {
    "description": "The recording is stored and its job waits in the queue.",
    "headers": {
        "Location": {"description": "The job.", "schema": {"type": "string"}},
        "Retry-After": {"description": "s, while the job has not ended.", "schema": {"type": "integer"}},
        "Idempotent-Replayed": {
            "description": "`true` if the Idempotency-Key was known and this is its job.",
            "schema": _REPLAYED,
        },
    },
}

SUBMISSION: dict[str, Any] = {
    "responses": {202: LINKED, **problems(401, 403, 408, 413, 415, 422, 503)},
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "description": f"A form, or the recording itself as the body. {ACCEPTED}; 1 to 60 s; at most 10 MB.",
            "content": {
                "multipart/form-data": {"schema": _FORM},
                "audio/*": {"schema": _AUDIO},
                "application/octet-stream": {"schema": _AUDIO},
            },
        }
    },
}


def describe(app: FastAPI) -> None:
    """Makes the app's document say problem+json where its answers do, and which scope a key needs."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                webhooks=app.webhooks.routes,
            )
            _restore_examples(app, made["components"]["schemas"])
            for path, operations in made["paths"].items():
                for method, operation in operations.items():
                    _name_problems(operation["responses"])
                    _name_scope(operation, method, path)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _restore_examples(app: FastAPI, schemas: dict[str, Any]) -> None:
    """FastAPI leaves out what is None, in examples too, where a null is what the answer says."""
    answered = (getattr(one.original_route, "response_model", None) for one in iter_route_contexts(app.routes))
    for model in (*answered, *(event for event, _ in MODELS.values())):
        if isinstance(model, type) and issubclass(model, BaseModel):
            extra = model.model_config.get("json_schema_extra")
            if isinstance(extra, dict) and "examples" in extra:
                schemas[model.__name__]["examples"] = extra["examples"]


def _name_problems(responses: dict[str, Any]) -> None:
    for answer in responses.values():
        content = answer.get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        if schema.get("$ref") == "#/components/schemas/Problem":
            answer["content"] = {MEDIA_TYPE: content["application/json"]}


def _name_scope(operation: dict[str, Any], method: str, path: str) -> None:
    """What the middleware asks for."""
    for way in operation.get("security", ()):
        way.update({scheme: [needed_scope(method.upper(), path)] for scheme in way})
