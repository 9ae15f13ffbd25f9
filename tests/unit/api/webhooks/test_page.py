"""The code in docs/webhooks.md does what the page says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from api.webhooks import message
from tests.unit.api.webhooks.test_message import NEW, OLD, attempt


@pytest.fixture
def page(repository):
    (code,) = re.findall(r"```python\n(.*?)```", (repository / "docs" / "webhooks.md").read_text(), flags=re.DOTALL)
    seen, taken = set(), []

    def is_new(webhook_id: str) -> bool:
        new = webhook_id not in seen
        seen.add(webhook_id)
        return new

    names = {"SECRET": NEW, "is_new": is_new, "enqueue": taken.append}
    exec(code, names)  # noqa: S102 - the page's own
    return names["receive"], taken


def test_an_event_is_taken_once_and_a_forged_one_never(page):
    receive, taken = page
    one, now = attempt(NEW, OLD), datetime.now(UTC)
    text = message.body(one, None)
    headers = dict(message.headers(one, text, now))
    forged = dict(message.headers(attempt(OLD), text, now))
    old = dict(message.headers(one, text, now - timedelta(minutes=6)))

    assert [receive(headers, text.encode()), receive(headers, text.encode())] == [204, 204]
    assert [receive(sent, text.encode()) for sent in (forged, old, {})] == [401, 401, 401]
    assert receive(headers, text.replace("completed", "failed").encode()) == 401
    assert [event["type"] for event in taken] == ["job.completed"]
