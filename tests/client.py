"""A client of the API as users write it: submit, then wait by long polling."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

import httpx

ENDED = {"completed", "failed", "cancelled", "deleted"}


class Client:
    def __init__(self, base_url: str, token: str) -> None:
        self.http = httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.http.close()

    def post(self, data: bytes, **headers: str) -> httpx.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post("/v1/jobs", content=data, headers={"content-type": "application/octet-stream", **names})

    def submit(self, data: bytes, **headers: str) -> str:
        answer = self.post(data, **headers)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def job(self, job_id: str, wait_s: float = 0) -> dict[str, Any]:
        answer = self.http.get(f"/v1/jobs/{job_id}", params={"wait": wait_s} if wait_s else {})
        assert answer.status_code == 200, answer.text
        job: dict[str, Any] = answer.json()
        return job

    def wait(self, job_id: str, timeout_s: float = 60) -> dict[str, Any]:
        """The job once it has ended."""
        end = time.monotonic() + timeout_s
        while True:
            job = self.job(job_id, wait_s=min(30, timeout_s))
            if job["state"] in ENDED:
                return job
            assert time.monotonic() < end, f"{job_id} is still {job['state']}"
