"""A JSON body, read and held to a cap before it is parsed: FastAPI's own reading has none."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from speechscan.errors import InvalidRequest

# The largest document that a client can mean has some 2 kB, where nothing else is said.
MAX_BYTES = 16 * 1024
Document = TypeVar("Document", bound=BaseModel)


async def read_document(request: Request, model: type[Document], *, max_bytes: int = MAX_BYTES) -> Document:
    """Raises InvalidRequest for a body over the cap, RequestValidationError for one that does not fit the model."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise InvalidRequest(f"The body may have at most {max_bytes} bytes.")
    try:
        return model.model_validate_json(bytes(body))
    except ValidationError as error:
        # Without what was sent, which may be about a person.
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in found]) from None


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """For a route's `openapi_extra`. The schema is put in as a whole, models within it in their places."""
    schema = model.model_json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _inlined(part: Any, models: dict[str, Any]) -> Any:
    match part:
        case {"$ref": str(reference)}:
            return _inlined(models[reference.rpartition("/")[2]], models)
        case dict():
            return {name: _inlined(value, models) for name, value in part.items()}
        case list():
            return [_inlined(value, models) for value in part]
        case _:
            return part
