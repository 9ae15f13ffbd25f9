"""A real Prometheus with our configuration and rules, beside the stack."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.stack.ports import HOST, Ports
from regression.phantoms import encode, vowel
from tests.alert_rules import FOLDER, families, names, recorded, rules
from tests.client import Client
from tests.conftest import eventually, free_port
from tests.dashboards import expressions, read
from tests.integration.conftest import Stack

pytestmark = pytest.mark.stack

# What other tests have left behind (drift, a challenger, a full disk of the machine) may be told; these may not.
SILENT = {
    "ApiDown",
    "ApiErrors",
    "BentoDown",
    "ChampionRefused",
    "DatabaseAway",
    "InstanceDown",
    "NoChampion",
    "QueueNotClaimed",
    "QueueOld",
    "ScoringsFail",
    "WorkerDown",
}
VOICE = encode(vowel(7, f0_hz=150.0, duration_s=2.0), "wav")


class Prometheus:
    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def ready(self) -> bool:
        try:
            return self._http.get("/-/ready").is_success
        except httpx.TransportError:
            return False

    def ask(self, path: str, **parameters: str) -> Any:
        answer = self._http.get(f"/api/v1/{path}", params=parameters).json()
        assert answer["status"] == "success", (parameters, answer)
        return answer["data"]

    def query(self, expression: str) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = self.ask("query", query=expression)["result"]
        return result

    def health(self) -> set[str]:
        return {target["health"] for target in self.ask("targets", state="active")["activeTargets"]}

    def rules(self) -> list[dict[str, Any]]:
        return [rule for group in self.ask("rules")["groups"] for rule in group["rules"]]


def _configure(folder: Path, ports: Ports) -> Path:
    """Ours, with the stack's ports, and a scrape each second so that nobody waits."""
    text = (FOLDER / "prometheus.yml").read_text()
    for name in ("api", "bento", "worker-metrics"):
        ours = f'"{HOST}:{Ports()[name]}"'
        assert ours in text
        text = text.replace(ours, f'"{HOST}:{ports[name]}"')
    for path in FOLDER.glob("*.rules.yml"):
        shutil.copy(path, folder)
    configuration = folder / "prometheus.yml"
    configuration.write_text(text.replace("interval: 15s", "interval: 1s"))
    return configuration


@pytest.fixture(scope="module")
def prometheus(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus is not here: Debian has it in the package of that name")
    folder = tmp_path_factory.mktemp("prometheus")
    address = f"{HOST}:{free_port()}"
    command = [
        program,
        f"--config.file={_configure(folder, stack.local.ports)}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://{address}", timeout=30) as http:
            served = Prometheus(http)
            eventually(lambda: process.poll() is not None or served.ready(), timeout_s=120)
            assert process.poll() is None, (folder / "log").read_text()
            eventually(lambda: served.health() == {"up"}, timeout_s=120, every_s=0.2)
            yield served
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def screened(stack: Stack, prometheus: Prometheus) -> None:
    """Recordings were screened, and all that is recorded of it is there."""
    wanted = {rule["record"] for rule in rules() if "record" in rule}

    with Client(stack.settings.api_url, stack.token) as client:

        def told() -> bool:
            # Again each time, since a rate is told from the second scrape of a series on.
            assert client.wait(client.submit(VOICE))["state"] == "completed"
            return {series["metric"]["__name__"] for series in prometheus.query('{__name__=~".+:.+"}')} >= wanted

        eventually(told, timeout_s=120, every_s=0.5)


def test_all_rules_are_read_and_evaluated_without_error(prometheus: Prometheus, screened: None) -> None:
    eventually(lambda: all(rule["health"] != "unknown" for rule in prometheus.rules()), timeout_s=120)
    found = prometheus.rules()
    assert sorted(rule["name"] for rule in found) == sorted(rule.get("record") or rule["alert"] for rule in rules())
    assert [rule for rule in found if rule.get("lastError") or rule["health"] != "ok"] == []


def test_a_stack_that_is_well_raises_no_alert(prometheus: Prometheus, screened: None) -> None:
    states = {rule["name"]: rule["state"] for rule in prometheus.rules() if rule["type"] == "alerting"}
    assert set(states) >= SILENT
    assert {name: states[name] for name in SILENT if states[name] == "firing"} == {}
    up = {"speechscan-api": "1", "speechscan-bento": "1", "speechscan-worker": "1"}

    def are_up() -> bool:
        found = prometheus.query("sum by (job) (up)")
        return {sample["metric"]["job"]: sample["value"][1] for sample in found} == up

    # A scrape has a second here: on a busy machine some fail.
    eventually(are_up, timeout_s=120, every_s=0.2)


def test_every_panel_and_rule_can_be_answered(prometheus: Prometheus, screened: None) -> None:
    asked = [expression for dashboard in read().values() for expression in expressions(dashboard)]
    assert len(asked) > 50
    for expression in (*asked, *(rule["expr"] for rule in rules())):
        prometheus.query(expression)


def test_every_metric_that_is_asked_for_is_shown_by_a_process(prometheus: Prometheus, screened: None) -> None:
    shown = families({metric["metric"] for metric in prometheus.ask("targets/metadata")})
    asked = [expression for dashboard in read().values() for expression in expressions(dashboard)]
    for expression in (*asked, *(rule["expr"] for rule in rules())):
        assert names(expression) <= shown | recorded()


def test_what_the_signs_of_the_service_show(prometheus: Prometheus, screened: None) -> None:
    """The first row of the first dashboard, where somebody on call looks first."""
    service = read()["service"]
    signs = {panel["title"]: panel["targets"][0]["expr"] for panel in service["panels"] if panel["type"] == "stat"}
    for title in ("API", "Scorer", "Worker", "Database"):
        expression = signs[title]
        eventually(lambda: [one["value"][1] for one in prometheus.query(expression)] == ["1"], every_s=0.2)  # noqa: B023
    (errors,) = prometheus.query(signs["Errors"])
    assert float(errors["value"][1]) < 0.05
