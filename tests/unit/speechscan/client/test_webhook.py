"""A caller's own webhook: what is asked, what is answered, and what is not asked twice."""

from __future__ import annotations

import json

import httpx
import pytest

from api.v1 import webhook_examples
from speechscan.client import Conflict, NotFound, Unavailable, Unreachable
from speechscan.errors import InvalidRequest
from tests.unit.speechscan.client.conftest import JOB_ID, Run, Script, problem

WEBHOOK, DEAD = webhook_examples.WEBHOOK, webhook_examples.DEAD
PENDING = {**DEAD, "state": "pending", "links": {**DEAD["links"], "resend": None}}
CHANGES = [("set", "https://clinic.example/"), ("remove",), ("resend", JOB_ID), ("resend_dead",)]


def asked(script: Script) -> list[tuple[str, str]]:
    return [(request.method, request.url.path) for request in script.requests]


def test_it_is_set_as_a_whole_and_its_secret_is_given_but_not_shown(run: Run) -> None:
    script = Script(httpx.Response(201, json=WEBHOOK), httpx.Response(200, json={**WEBHOOK, "secret": None}))
    made = run(script, "webhook.set", "https://clinic.example/speechscan")
    changed = run(script, "webhook.set", None, events=["job.failed"], include_result=True, rotate_secret=True)
    assert asked(script) == [("PUT", "/v1/webhook")] * 2
    assert [json.loads(request.content) for request in script.requests] == [
        {
            "url": "https://clinic.example/speechscan",
            "events": ["job.completed", "job.failed", "job.cancelled"],
            "include_result": False,
            "rotate_secret": False,
        },
        {"url": None, "events": ["job.failed"], "include_result": True, "rotate_secret": True},
    ]
    assert (made.secret, changed.secret) == (WEBHOOK["secret"], None)
    assert "whsec_" not in repr(made)
    assert made.document() == WEBHOOK


def test_it_is_read_and_removed(run: Run) -> None:
    script = Script(httpx.Response(200, json=WEBHOOK), httpx.Response(204), problem(404, "not_found"))
    assert run(script, "webhook.read").events == ("job.completed", "job.failed")
    assert run(script, "webhook.remove") is None
    with pytest.raises(NotFound):
        run(script, "webhook.read")
    assert asked(script) == [("GET", "/v1/webhook"), ("DELETE", "/v1/webhook"), ("GET", "/v1/webhook")]


def test_deliveries_come_page_by_page(run: Run) -> None:
    page = {"deliveries": [DEAD, DEAD], "next_cursor": "c1", "disclaimer": ""}
    last = {"deliveries": [DEAD], "next_cursor": None, "disclaimer": ""}
    script = Script(httpx.Response(200, json=page), httpx.Response(200, json=last))
    found = run(script, "webhook.deliveries", ["dead", "delivered"])
    assert [(one.state, one.status, one.reason) for one in found] == [("dead", 503, DEAD["reason"])] * 3
    first, second = (request.url.params.multi_items() for request in script.requests)
    assert first == [("state", "dead"), ("state", "delivered"), ("limit", "100")]
    assert second == [*first, ("cursor", "c1")]

    few = Script(httpx.Response(200, json=page))
    assert len(run(few, "webhook.deliveries", limit=1)) == 1
    assert few.requests[0].url.params.multi_items() == [("limit", "1")]


def test_one_is_sent_again_or_all_dead_ones(run: Run) -> None:
    resent = {"resent": 3, "disclaimer": ""}
    script = Script(httpx.Response(200, json=PENDING), httpx.Response(200, json=resent), problem(409, "conflict"))
    assert run(script, "webhook.resend", DEAD["id"]).state == "pending"
    assert run(script, "webhook.resend_dead") == 3
    with pytest.raises(Conflict):
        run(script, "webhook.resend", DEAD["id"])
    one = ("POST", f"/v1/webhook/deliveries/{DEAD['id']}/resend")
    assert asked(script) == [one, ("POST", "/v1/webhook/deliveries/resend"), one]
    with pytest.raises(InvalidRequest, match="is no id"):
        run(Script(), "webhook.resend", "..")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
@pytest.mark.parametrize("failure", [httpx.ReadError("reset"), httpx.Response(504), problem(503, "unavailable")])
def test_a_change_that_may_have_arrived_is_not_sent_again(
    run: Run, change: tuple[str, ...], failure: httpx.Response | Exception
) -> None:
    """A secret is shown once; a second rotation would push out the one that the receiver still checks with."""
    script = Script(failure, httpx.Response(200, json=WEBHOOK))
    with pytest.raises((Unreachable, Unavailable)):
        run(script, f"webhook.{change[0]}", *change[1:])
    assert script.unused == 1


def test_a_change_that_has_not_arrived_is_sent_again(run: Run) -> None:
    script = Script(httpx.ConnectError("refused"), httpx.Response(201, json=WEBHOOK))
    assert run(script, "webhook.set", "https://clinic.example/").secret == WEBHOOK["secret"]


def test_reading_may_be_repeated(run: Run) -> None:
    script = Script(httpx.ReadError("reset"), httpx.Response(504), httpx.Response(200, json=WEBHOOK))
    assert run(script, "webhook.read").secret == WEBHOOK["secret"]
