"""The alert rules speak of metrics and documents that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest

from api.metrics import Metrics
from infra.stack.program import ROOT

FOLDER = ROOT / "infra" / "prometheus"
RULES = sorted(FOLDER.glob("*.rules.yml"))
ALERTS = [
    pytest.param(rule, id=rule["alert"])
    for path in RULES
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
]


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_asks_for_metrics_that_the_api_shows(rule: dict) -> None:
    shown = set(re.findall(r"# HELP (\S+)", generate_latest(Metrics().registry).decode()))
    asked = set(re.findall(r"\bspeechscan_\w+", rule["expr"]))
    assert asked
    assert asked <= shown


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_leads_to_what_to_do(rule: dict) -> None:
    document, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor in anchors(ROOT / document)


@pytest.mark.parametrize("tests", sorted(FOLDER.glob("*.test.yml")), ids=lambda path: path.name)
def test_the_rules_fire_when_they_should(tests: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: Debian has it in the package prometheus")
    done = subprocess.run([promtool, "test", "rules", str(tests)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_rules_has_tests() -> None:
    assert RULES
    assert [path.name.removesuffix(".rules.yml") for path in RULES] == [
        path.name.removesuffix(".test.yml") for path in sorted(FOLDER.glob("*.test.yml"))
    ]
