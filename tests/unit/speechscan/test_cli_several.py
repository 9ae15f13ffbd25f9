"""One command, several ids: each is done, whatever becomes of the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest

from api.v1 import examples
from speechscan.cli import exit_status, several
from speechscan.client import Job, Retries, SpeechScan
from speechscan.client.errors import NotEnded
from speechscan.errors import SpeechScanError, Unavailable

GONE, THERE, OTHER = str(uuid4()), str(uuid4()), str(uuid4())
NO_JOB = "There is no such job, or it is not yours."


def problem(status: int, code: str, detail: str) -> httpx.Response:
    told = {"status": status, "code": code, "detail": detail, "request_id": "r"}
    return httpx.Response(status, json=told, headers={"Content-Type": "application/problem+json"})


@dataclass(frozen=True, slots=True)
class Service:
    """Answers by id; whatever it has not heard of is a job that is deleted now."""

    answers: dict[str, httpx.Response]
    asked: list[str]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        one = request.url.path.rpartition("/")[2]
        self.asked.append(one)
        return self.answers.get(one) or httpx.Response(200, json={**examples.QUEUED, "id": one, "state": "deleted"})


def deleted(ids: Sequence[str], answers: dict[str, httpx.Response], *, as_json: bool) -> tuple[Service, int, list[Job]]:
    service, shown = Service(answers, []), list[Job]()
    transport = httpx.MockTransport(service)
    with SpeechScan("http://api", "sps_x", transport=transport, retries=Retries(attempts=1)) as client:
        _, status = several.each(ids, client.delete, lambda _, job: shown.append(job), as_json=as_json)
    return service, status, shown


def test_what_is_gone_keeps_the_others_from_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    service, status, shown = deleted([GONE, "no-id", THERE], {GONE: problem(404, "not_found", NO_JOB)}, as_json=False)
    assert service.asked == [GONE, THERE]
    assert (status, [str(job.id) for job in shown]) == (exit_status.FAILED, [THERE])
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"{GONE}: {NO_JOB}"
    assert second.startswith("no-id: no-id is no id.")


def test_programs_get_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    _, status, _ = deleted([GONE, THERE], {GONE: problem(404, "not_found", NO_JOB)}, as_json=True)
    gone, there = map(json.loads, capsys.readouterr().out.splitlines())
    assert gone == {"id": GONE, "state": None, "error": {"code": "not_found", "detail": NO_JOB}}
    assert (status, there["id"], there["state"]) == (exit_status.FAILED, THERE, "deleted")


@pytest.mark.parametrize("as_json", [False, True])
def test_what_stands_in_the_way_of_all_ends_it_and_says_what_is_left(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    forbidden = problem(403, "forbidden", "This needs the scope jobs:delete.")
    with pytest.raises(SpeechScanError, match="jobs:delete") as raised:
        deleted([THERE, GONE, OTHER], {GONE: forbidden}, as_json=as_json)
    assert exit_status.of(raised.value) == exit_status.REFUSED
    printed = capsys.readouterr()
    if as_json:
        done, *left = map(json.loads, printed.out.splitlines())
        assert (done["state"], [one["id"] for one in left]) == ("deleted", [GONE, OTHER])
        assert {one["error"]["code"] for one in left} == {"forbidden"}
    else:
        assert printed.err == f"Not done: {GONE}, {OTHER}.\n"


def test_of_one_that_is_refused_only_the_sentence_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    def away(_: str) -> Job:
        raise Unavailable("database", "The database does not answer.")

    with pytest.raises(Unavailable):
        several.each([GONE], away, lambda *_: None, as_json=False)
    assert capsys.readouterr().err == ""


def raising(errors: Sequence[SpeechScanError | None]) -> Callable[[str], Job]:
    left = list(errors)

    def work(_: str) -> Job:
        if (error := left.pop(0)) is not None:
            raise error
        return Job.model_validate(examples.QUEUED)

    return work


FAILED, GOES_ON = SpeechScanError("It went wrong."), NotEnded("It goes on.", UUID(GONE))


@pytest.mark.parametrize(
    ("errors", "status"),
    [
        ((None, None), 0),
        ((GOES_ON, None), exit_status.NOT_ENDED),
        ((FAILED, GOES_ON), exit_status.FAILED),
        ((GOES_ON, FAILED), exit_status.FAILED),
    ],
)
def test_the_exit_status_is_the_worst(errors: Sequence[SpeechScanError | None], status: int) -> None:
    ids = [str(number) for number in range(len(errors))]
    assert several.each(ids, raising(errors), lambda *_: None, as_json=False)[1] == status
