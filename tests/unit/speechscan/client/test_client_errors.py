"""Each code of the API is a class of the client, and what is no answer of the API says so."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from speechscan.client import ApiError, ClientError, InvalidRequest, SpeechScan, Unavailable, UnexpectedAnswer, errors
from speechscan.errors import SpeechScanError
from tests.unit.speechscan.client.conftest import COMPLETED, JOB_ID, QUEUED, Run, Script, problem

DOCUMENT = Path(__file__).parents[4] / "docs" / "api.md"
ROW = re.compile(r"^\| (\d{3}) \| `(\w+)` \|", re.MULTILINE)
TOLD = [(int(status), code) for status, code in ROW.findall(DOCUMENT.read_text().partition("\n## Errors")[2])]
# Only the web page answers that, which no client asks.
CODES = [one for one in TOLD if one[1] != "foreign_origin"]


def test_the_documents_table_is_read() -> None:
    assert len(CODES) >= 14
    assert (503, "busy") in CODES


@pytest.mark.parametrize(("status", "code"), CODES, ids=lambda value: str(value))
def test_each_code_of_the_api(run: Run, status: int, code: str) -> None:
    script = Script(*[problem(status, code, {"retry-after": "0"})] * 4)
    with pytest.raises(ApiError) as raised:
        run(script, "submit", b"a")
    expected = ApiError if code == "internal_error" else errors.BY_CODE[code]
    assert type(raised.value) is expected
    assert isinstance(raised.value, SpeechScanError)
    assert (raised.value.code, raised.value.status, raised.value.request_id) == (code, status, "r-1")


def test_fields_are_named(run: Run) -> None:
    fields = [{"field": "query.limit", "message": "Input should be at most 100"}]
    with pytest.raises(InvalidRequest) as raised:
        run(Script(problem(422, "invalid_request", errors=fields)), "job", JOB_ID)
    assert [error.field for error in raised.value.problem.errors] == ["query.limit"]


def test_a_fault_of_the_service_can_be_found_in_its_logs(run: Run) -> None:
    with pytest.raises(ApiError, match="Request id r-1"):
        run(Script(problem(500, "internal_error")), "job", JOB_ID)


def test_an_unknown_code_of_a_newer_api(run: Run) -> None:
    with pytest.raises(ApiError) as raised:
        run(Script(problem(418, "teapot")), "job", JOB_ID)
    assert raised.value.code == "teapot"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="nginx"),
        httpx.Response(307, headers={"location": "https://elsewhere"}),
        httpx.Response(200, text="<html>Sign in"),
        httpx.Response(200, json={"id": JOB_ID}),
        httpx.Response(400, text="{", headers={"content-type": "application/problem+json"}),
    ],
    ids=["not found", "redirect", "a page", "another document", "broken"],
)
def test_an_answer_of_something_else(run: Run, answer: httpx.Response) -> None:
    with pytest.raises(UnexpectedAnswer, match="address"):
        run(Script(answer), "job", JOB_ID)


def test_a_proxy_without_the_api_behind_it(run: Run) -> None:
    with pytest.raises(Unavailable, match="http://api is there, but") as raised:
        run(Script(*[httpx.Response(502)] * 4), "job", JOB_ID)
    assert raised.value.status == 502


def test_all_errors_are_one_tree() -> None:
    named = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, SpeechScanError)]
    assert {one for one in named if not issubclass(one, ClientError)} == {SpeechScanError}


def test_fields_that_a_newer_api_adds_are_kept_and_nothing_can_be_changed() -> None:
    script = Script(httpx.Response(200, json={**COMPLETED, "new": {"a": 1}}))
    with SpeechScan("http://api", transport=httpx.MockTransport(script)) as client:
        job = client.job(JOB_ID)
    result = {"familiar": None, **COMPLETED["result"]}
    assert job.document() == {"task": None, **COMPLETED, "result": result, "new": {"a": 1}}
    with pytest.raises(ValueError, match="frozen"):
        job.state = QUEUED["state"]
