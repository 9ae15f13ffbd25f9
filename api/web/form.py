"""A form's fields, held to a cap while they come in. Not FastAPI's `Form`, which reads before anybody is asked for a
session, and without a limit."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from speechscan.errors import InvalidRequest

MAX_BYTES = 16 * 1024
_MAX_FIELDS = 50


async def read_form(request: Request) -> dict[str, str]:
    """The last of each name. Raises InvalidRequest."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise InvalidRequest(f"The form may have at most {MAX_BYTES} bytes.")
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict"))
    except ValueError:
        raise InvalidRequest("The form cannot be read. Send it from the page.") from None
