"""Questions to Prefect's API during the start."""

from __future__ import annotations

from typing import Any

import httpx

from infra.stack.errors import StepFailed


async def post(http: httpx.AsyncClient, address: str, body: dict[str, Any] | None = None) -> Any:
    """What it answers. Raises StepFailed."""
    answer = await http.post(address, json=body or {})
    require_success(answer)
    return answer.json() if answer.content else None


def require_success(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise StepFailed("deployments", f"Prefect answered {answer.status_code} to {answer.request.url.path}.")
