"""The flows `promotion` and `regression` on the whole stack, with the shipped model and copies of it.

After test_stack, which reads the logs of the programs: Prefect logs a traceback of each run that fails, as some do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from regression.golden import document
from regression.golden.shelf import GoldenStore
from regression.references.phantoms import phantom_reference
from speechscan.domain.ledger import Event, GateOutcome
from tests.integration.conftest import Stack
from tests.integration.local_stack import speechscan
from tests.integration.promotions import Promotions
from tests.versions import variant

# MLflow warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(480)]


@pytest.fixture(scope="module")
def promotions(stack: Stack) -> Iterator[Promotions]:
    made = Promotions(stack.settings)
    yield made
    made.close()


@pytest.fixture(scope="module")
def reader(stack: Stack) -> Iterator[httpx.Client]:
    made = speechscan("keys", "create", "reader", "--scope", "reports", "--data-dir", str(stack.local.folder.root))
    assert made.returncode == 0, made.stderr
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    with httpx.Client(base_url=stack.settings.api_url, headers=headers, timeout=30) as client:
        yield client


def test_without_a_clinical_reference_set_a_challenger_is_inconclusive_and_nothing_moves(
    promotions: Promotions, reader: httpx.Client, tmp_path: Path
) -> None:
    before = promotions.champion
    version = promotions.register(variant(tmp_path))
    promotions.challenge(version)

    run = promotions.ended(version)
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Inconclusive"), run["state"]
    assert "speechscan reference add" in run["state"]["message"]
    assert f"versions/{version}" in promotions.artifact(run)

    gate = promotions.gate(version)
    assert (gate.outcome, gate.previous_version) == (GateOutcome.INCONCLUSIVE, before)
    assert str(gate.flow_run_id) == run["id"]
    assert promotions.report(version)["outcome"] == "inconclusive"
    (told,) = [one for one in promotions.registry.versions() if one.number == version]
    assert told.tags["gate"] == "inconclusive"
    assert {"gate_report", "policy", "reference"} <= told.tags.keys()
    assert "speechscan reference add" in told.description
    assert promotions.champion == promotions.served == before
    promotions.assert_consistent()

    (listed,) = [one for one in _reports(reader, "gate") if one["model_version"] == version]
    assert (listed["outcome"], listed["flow_run_id"]) == ("inconclusive", run["id"])
    assert any("speechscan reference add" in reason for reason in listed["summary"]["reasons"])
    assert "<h1>Gate report</h1>" in _page(reader, listed)


def test_the_champion_says_what_it_said_and_a_moved_score_fails_the_run(
    promotions: Promotions, stack: Stack, reader: httpx.Client
) -> None:
    reference = phantom_reference()
    promotions.objects.delete_prefix("golden/")  # as if the champion had just come
    first = promotions.run_regression()
    assert first["state"]["name"] == "Completed", first["state"]
    assert "no golden scores" in first["state"]["message"]

    again = promotions.run_regression(["phantoms"])
    assert again["state"]["name"] == "Completed", again["state"]
    assert f"{len(reference.clips)} clips say what they said" in again["state"]["message"]

    champion = promotions.ledger.champion_at(stack.settings.model_name)
    assert champion is not None
    shelf = GoldenStore(promotions.objects)
    golden = shelf.get(champion.digest, reference)
    assert golden is not None
    told = json.loads(document.written(golden))
    told["scores"][3]["probability"] = 1 - told["scores"][3]["probability"] + 0.01
    told["environment"]["packages"]["numpy"] = "1.0"
    shelf.put(document.read(json.dumps(told)))
    try:
        moved = promotions.run_regression()
    finally:
        shelf.put(golden)
    assert moved["state"]["type"] == "FAILED"
    clip = told["scores"][3]["clip"]
    assert clip[:16] in moved["state"]["message"]
    assert "numpy: 1.0 -> " in moved["state"]["message"]
    assert f"| {clip} | probability |" in promotions.artifact(moved)

    shown = httpx.get(f"{stack.settings.api_url}/metrics", timeout=30).text
    assert f'speechscan_regression_ok{{reference="{reference.title}"}} 0.0' in shown
    assert "speechscan_regression_age_seconds" in shown
    assert 'speechscan_model_decisions_total{event="gate",outcome="inconclusive"}' in shown
    assert 'speechscan_champion_accuracy_floor{figure="auc"} 0.65' in shown

    runs = {run["id"]: run["state"]["type"] for run in (first, again, moved)}
    listed = {one["flow_run_id"]: one for one in _reports(reader, "regression") if one["flow_run_id"] in runs}
    assert [listed[run_id]["outcome"] for run_id in runs] == ["stored", "equal", "different"]
    assert clip in _page(reader, listed[moved["id"]])


def _reports(reader: httpx.Client, kind: str) -> list[dict[str, Any]]:
    answer = reader.get("/v1/reports", params={"kind": kind, "limit": 100}).raise_for_status()
    return list(answer.json()["reports"])


def _page(reader: httpx.Client, report: dict[str, Any]) -> str:
    return reader.get(report["links"]["html"]).raise_for_status().text


def test_a_version_that_is_no_model_of_ours_is_refused_once(promotions: Promotions) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=promotions.settings.mlflow_url, registry_uri=promotions.settings.mlflow_url)
    other = client.create_run("0")
    client.log_text(other.info.run_id, "not a model", "note.txt")
    source = other.info.artifact_uri
    made = client.create_model_version(promotions.settings.model_name, source=source, run_id=other.info.run_id)
    promotions.challenge(str(made.version))
    run = promotions.ended(str(made.version))
    assert (run["state"]["type"], run["state"]["name"]) == ("FAILED", "Refused"), run["state"]
    (refusal,) = promotions.entries(Event.REFUSAL, str(made.version))
    assert refusal.reasons == (run["state"]["message"],)
    promotions.assert_consistent()
