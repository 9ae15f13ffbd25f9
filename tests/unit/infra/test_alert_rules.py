"""The alert rules speak of metrics and documents that there are, and fire when they should."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import yaml

from infra.stack.ports import HOST, Ports
from infra.stack.program import ROOT
from tests.alert_rules import FILES, FOLDER, alerts, fired_by_unit_tests, names, rules

RUNBOOKS = ROOT / "docs" / "runbooks"
INDEX = RUNBOOKS / "README.md"
ALERTS = [pytest.param(rule, id=f"{rule['alert']}-{rule['labels']['severity']}") for rule in alerts()]
RULES = [pytest.param(rule, id=rule.get("record") or rule["alert"]) for rule in rules()]
SEVERITIES = ("critical", "warning", "info")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_asks_for_metrics_that_the_processes_show(rule: dict, shown: set[str]) -> None:
    asked = names(rule["expr"])
    assert asked or "up{" in rule["expr"]
    assert asked <= shown


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_says_how_bad_it_is_and_what_to_do(rule: dict) -> None:
    assert rule["labels"]["severity"] in SEVERITIES
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"]
    # Also the path of its page in the documentation.
    assert rule["annotations"]["runbook_url"] == f"docs/runbooks/{rule['alert']}.md"


def test_each_alert_has_a_runbook_and_each_runbook_an_alert() -> None:
    pages = set(RUNBOOKS.glob("*.md")) - {INDEX}
    assert {page.stem for page in pages} == {rule["alert"] for rule in alerts()}
    for page in pages:
        text = page.read_text()
        assert text.startswith(f"# {page.stem}\n")
        headings = ["## What it means", "## How to look", "## What to do"]
        assert re.findall(r"^## .*$", text, flags=re.MULTILINE) == headings, page


def test_the_index_has_the_alerts_by_severity() -> None:
    sections = re.split(r"^## ", INDEX.read_text(), flags=re.MULTILINE)[1:]
    assert len(sections) == len(SEVERITIES)
    for severity, section in zip(SEVERITIES, sections, strict=True):
        assert section.lower().startswith(severity)
        listed = re.findall(r"^\| \[(\w+)\]\(\1\.md\)", section, flags=re.MULTILINE)
        assert sorted(listed) == sorted(rule["alert"] for rule in alerts() if rule["labels"]["severity"] == severity)


def test_the_guide_lists_every_alert() -> None:
    listed = re.findall(r"\[(\w+)\]\(runbooks/\1\.md\)", (ROOT / "docs" / "monitoring.md").read_text())
    assert sorted(listed) == sorted({rule["alert"] for rule in alerts()})


def test_queries_of_the_runbooks_ask_for_metrics_that_there_are(shown: set[str]) -> None:
    for page in RUNBOOKS.glob("*.md"):
        for line in re.findall(r"^    (.*)$", page.read_text(), flags=re.MULTILINE):
            assert names(line) <= shown, page


def test_each_alert_is_fired_by_a_unit_test() -> None:
    assert fired_by_unit_tests() == {rule["alert"] for rule in alerts()}


def test_the_rules_fire_when_they_should(promtool: Callable[..., None]) -> None:
    promtool("test", "rules", *sorted(FOLDER.glob("*.test.yml")))


def test_the_rules_have_no_fault_and_no_doubles(promtool: Callable[..., None]) -> None:
    promtool("check", "rules", *FILES)


def test_the_configuration_reads_all_rules(promtool: Callable[..., None]) -> None:
    promtool("check", "config", FOLDER / "prometheus.yml")
    read = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    found = [path for pattern in read["rule_files"] for path in FOLDER.glob(pattern)]
    assert sorted(found) == FILES


def test_the_configuration_scrapes_the_stack_on_its_default_ports() -> None:
    read = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    scraped = {job["job_name"]: job["static_configs"][0]["targets"] for job in read["scrape_configs"]}
    ports = Ports()
    assert scraped == {
        "speechscan-api": [urlsplit(ports.url("api")).netloc],
        "speechscan-bento": [urlsplit(ports.url("bento")).netloc],
        "speechscan-worker": [f"{HOST}:{ports['worker-metrics']}"],
    }


def test_every_file_of_rules_has_tests() -> None:
    assert FILES
    assert [path.name.removesuffix(".rules.yml") for path in FILES] == [
        path.name.removesuffix(".test.yml") for path in sorted(FOLDER.glob("*.test.yml"))
    ]
