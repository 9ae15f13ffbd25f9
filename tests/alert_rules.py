"""The rules of infra/prometheus, as tests read them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from infra.stack.program import ROOT

FOLDER = ROOT / "infra" / "prometheus"
FILES = sorted(FOLDER.glob("*.rules.yml"))

Rule = dict[str, Any]


def rules() -> list[Rule]:
    return [rule for path in FILES for group in _read(path)["groups"] for rule in group["rules"]]


def alerts() -> list[Rule]:
    return [rule for rule in rules() if "alert" in rule]


def recorded() -> set[str]:
    return {rule["record"] for rule in rules() if "record" in rule}


def fired_by_unit_tests() -> set[str]:
    return {
        asked["alertname"]
        for path in FOLDER.glob("*.test.yml")
        for test in _read(path)["tests"]
        for asked in test.get("alert_rule_test", ())
        if asked["exp_alerts"]
    }


def names(expression: str) -> set[str]:
    """Metrics and recorded series that it asks for: whatever has the project's or BentoML's prefix, or a colon."""
    bare = re.sub(r'"[^"]*"', "", expression)
    return set(re.findall(r"\b(?:(?:speechscan|bentoml)_\w+|[a-z_]+:[a-z]\w*(?::\w+)?)", bare))


def families(shown: set[str]) -> set[str]:
    """With the series of histograms and counters, which go by longer names than their family."""
    return shown | {f"{name}{suffix}" for name in shown for suffix in ("_total", "_bucket", "_count", "_sum")}


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
