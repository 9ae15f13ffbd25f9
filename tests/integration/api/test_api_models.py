"""/v1/models: what serves, what the ledger knows, and the cards."""

from __future__ import annotations

from datetime import datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from speechscan.db import heartbeats
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.serving import ServingState
from speechscan.storage.base import card_key
from tests.integration.api.conftest import DIGEST

NAME = "speechscan"
OTHER = "b" * 64


@pytest.fixture
def db(settings):
    engine = sync_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def write(db):
    ledger = PostgresLedger(db)

    def entry(event, version, digest, **more):
        return ledger.append(NewEntry(event=event, actor="a", model_name=NAME, version=version, digest=digest, **more))

    return entry


@pytest.fixture
def beat(db):
    def say(instance, **state):
        with db.begin() as connection:
            heartbeats.beat(connection, instance, ServingState(model_name=NAME, **state))

    return say


async def test_the_champion_with_its_card_and_since_when(api, write):
    first = write(Event.BOOTSTRAP, "1", DIGEST)
    api.store.put(card_key(DIGEST), "# A card with an ü\n".encode())
    answer = await api.client.get("/v1/models/champion")

    body = answer.json()
    since = datetime.fromisoformat(body.pop("since"))
    assert answer.status_code == 200
    assert since == first.at
    assert body == {
        "name": NAME,
        "version": "1",
        "digest": DIGEST,
        "bootstrapped": True,
        "gate": None,
        "card": "# A card with an ü\n",
        "disclaimer": DISCLAIMER,
    }


async def test_what_serves_is_told_not_what_should(api, write, beat):
    write(Event.BOOTSTRAP, "1", DIGEST)
    write(Event.GATE, "2", OTHER, outcome=GateOutcome.PASS, reasons=("Fine.",))
    write(Event.PROMOTION, "2", OTHER, previous_version="1")
    beat("test", version="1", digest=DIGEST, refused_version="2", refused_reason="The golden clip is off.")

    assert (await api.client.get("/v1/models/champion")).json()["version"] == "1"
    beat("test", version="2", digest=OTHER)
    body = (await api.client.get("/v1/models/champion")).json()
    assert (body["version"], body["gate"]["outcome"], body["card"]) == ("2", "pass", None)


async def test_no_champion_is_503(anonymous, make_key, beat):
    anonymous.client.headers.update(await make_key("clinic"))
    beat("test", refused_version="2", refused_reason="Not gated.")
    answer = await anonymous.client.get("/v1/models/champion")

    assert (answer.status_code, answer.json()["code"]) == (503, "model_not_ready")
    assert "Retry-After" in answer.headers


async def test_versions_with_their_verdicts(api, write):
    write(Event.BOOTSTRAP, "1", DIGEST)
    write(Event.GATE, "2", OTHER, outcome=GateOutcome.INCONCLUSIVE, reasons=("Too few speakers to tell.",))
    write(Event.REFUSAL, "3", "c" * 64, reasons=("Not gated.",))
    body = (await api.client.get("/v1/models")).json()

    assert (body["name"], body["disclaimer"]) == (NAME, DISCLAIMER)
    second, first = body["versions"]
    assert (first["version"], first["champion"], first["cleared"], first["gate"]) == ("1", True, True, None)
    assert (second["version"], second["champion"], second["cleared"]) == ("2", False, False)
    assert (second["gate"]["outcome"], second["gate"]["reasons"]) == ("inconclusive", ["Too few speakers to tell."])
    assert second["links"] == {"card": "/v1/models/2/card"}


async def test_a_card(api, write):
    write(Event.BOOTSTRAP, "1", DIGEST)
    missing = await api.client.get("/v1/models/1/card")
    api.store.put(card_key(DIGEST), b"# A card\n")
    answer = await api.client.get("/v1/models/1/card")

    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (answer.status_code, answer.text) == (200, "# A card\n")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize("version", ["9", "0"])
async def test_a_card_of_a_version_that_nobody_knows(api, version):
    assert (await api.client.get(f"/v1/models/{version}/card")).status_code == 404


async def test_a_version_is_a_number(api):
    assert (await api.client.get("/v1/models/x'y/card")).status_code == 422


@pytest.mark.parametrize("path", ["/v1/models", "/v1/models/champion", "/v1/models/1/card"])
async def test_a_key_with_the_scope_to_read_is_needed(anonymous, make_key, path):
    assert (await anonymous.client.get(path)).status_code == 401
    writer = await make_key("writer", "jobs:write")
    assert (await anonymous.client.get(path, headers=writer)).status_code == 403


async def test_a_store_that_is_away_is_503(api, write):
    write(Event.BOOTSTRAP, "1", DIGEST)
    api.store.away = True
    for path in ("/v1/models/champion", "/v1/models/1/card"):
        assert (await api.client.get(path)).status_code == 503


async def test_metrics_tell_what_is_served_and_refused(api, beat):
    beat("host:1", version="1", digest=DIGEST, scored=40, failed=2)
    beat("host:2", version="1", digest=DIGEST, scored=5, refused_version="2", refused_reason="Not gated.")
    text = (await api.client.get("/metrics")).text
    found = {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }

    def value(name, *labels):
        return found[f"speechscan_{name}", frozenset(labels)]

    assert (value("champion_refused", "1"), value("champion_refused", "2")) == (0, 1)
    assert value("serving_version_info", "host:1", "1") == 1
    assert value("scorings_total", "host:1", "1", "scored") == 40
    assert value("scorings_total", "host:1", "1", "failed") == 2
    assert value("scorings_total", "host:2", "1", "scored") == 5
