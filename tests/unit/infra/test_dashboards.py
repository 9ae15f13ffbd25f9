"""The dashboards are what their modules say, and speak of metrics, alerts and documents that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from infra.grafana import __main__ as command
from infra.grafana import alerts as named
from infra.grafana import files
from infra.stack.program import ROOT
from speechscan.domain.disclaimer import DISCLAIMER
from tests.alert_rules import alerts, names
from tests.dashboards import FILES, FOLDER, Document, expressions, read

PROVISIONING = ROOT / "infra" / "grafana" / "provisioning"
DASHBOARDS = [pytest.param(document, id=name) for name, document in read().items()]
DOCUMENTS = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}


def panels(dashboard: Document, *but: str) -> list[Document]:
    return [panel for panel in dashboard["panels"] if panel["type"] not in ("row", *but)]


def test_the_files_are_up_to_date() -> None:
    assert files.FOLDER == FOLDER
    assert len(FILES) == 4
    assert files.stale() == []


def test_the_command_says_what_is_stale_and_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["infra.grafana"])
    assert command.main() == 0
    (tmp_path / "queue.json").write_text("{}")
    (tmp_path / "forgotten.json").write_text("{}")

    monkeypatch.setattr("sys.argv", ["infra.grafana", "--check"])
    assert command.main() == 1
    told = capsys.readouterr().err
    assert "queue.json" in told
    assert "forgotten.json" in told
    assert "model.json" not in told

    monkeypatch.setattr("sys.argv", ["infra.grafana"])
    assert command.main() == 0
    monkeypatch.setattr("sys.argv", ["infra.grafana", "--check"])
    assert command.main() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in FILES]


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_each_panel_says_what_it_shows_and_how_to_read_it(dashboard: Document) -> None:
    shown = panels(dashboard, "text")
    assert len({panel["title"] for panel in shown}) >= len(shown) - 4  # accuracy by reference set and by outcomes
    for panel in shown:
        assert panel["title"]
        assert panel["description"].endswith(".")
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]) > 0
        if panel["type"] != "table":
            assert panel["fieldConfig"]["defaults"]["unit"]


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_the_top_row_is_signs_that_lead_to_what_to_do(dashboard: Document) -> None:
    signs = [panel for panel in dashboard["panels"] if panel["gridPos"]["y"] == 0]
    assert {panel["type"] for panel in signs} == {"stat"}
    assert sum(panel["gridPos"]["w"] for panel in signs) == 24
    for panel in signs:
        assert panel["fieldConfig"]["defaults"]["noValue"]
        assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["value"] is None
    assert sum("links" in panel for panel in signs) >= len(signs) - 1


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_no_panel_lies_on_another(dashboard: Document) -> None:
    for one, other in combinations((panel["gridPos"] for panel in dashboard["panels"]), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_the_panels_ask_for_metrics_that_the_processes_show(dashboard: Document, shown: set[str]) -> None:
    for expression in expressions(dashboard):
        asked = names(expression)
        assert asked or re.search(r"\b(up|ALERTS)\{", expression)
        # BentoML's own are there when it runs: the test in the stack looks for those too.
        assert {name for name in asked if not name.startswith("bentoml_")} <= shown


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_the_expressions_can_be_read(dashboard: Document, promtool: Callable[..., None], tmp_path: Path) -> None:
    rules = [{"record": f"panel:{n}", "expr": expr} for n, expr in enumerate(expressions(dashboard))]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    promtool("check", "rules", tmp_path / "rules.yml")


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_variables_and_links_lead_somewhere(dashboard: Document) -> None:
    text = str(dashboard)
    defined = {variable["name"] for variable in dashboard["templating"]["list"]}
    # `$1` and `${__data...}` are Grafana's own.
    used = set(re.findall(r"\$\{?([a-z]\w*)", text))
    assert defined == used
    for page in re.findall(r"\$\{docs:raw\}/([\w/-]+?)\.html(?=['\"\)])", text):
        assert page in DOCUMENTS | {"runbooks/index"}
    assert dashboard["uid"] == f"speechscan-{dashboard['title'].split()[1]}"


def test_figures_of_accuracy_stand_beside_the_disclaimer() -> None:
    for name, dashboard in read().items():
        if any("accuracy{" in expression for expression in expressions(dashboard)):
            texts = [panel["options"]["content"] for panel in dashboard["panels"] if panel["type"] == "text"]
            assert any(DISCLAIMER in text and "intervals of 95 %" in text for text in texts), name


def test_the_list_of_alerts_is_that_of_the_rules() -> None:
    assert named.names() == sorted({rule["alert"] for rule in alerts()})


def test_a_grafana_finds_data_source_and_dashboards() -> None:
    (source,) = yaml.safe_load((PROVISIONING / "datasources" / "prometheus.yml").read_text())["datasources"]
    (provider,) = yaml.safe_load((PROVISIONING / "dashboards" / "speechscan.yml").read_text())["providers"]
    guide = (ROOT / "docs" / "monitoring.md").read_text()
    assert source["type"] == "prometheus"
    for variable in (source["url"], provider["options"]["path"]):
        assert f"{variable.removeprefix('$')}=" in guide
