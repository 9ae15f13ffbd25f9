"""Which alerts there are, as the rules of Prometheus name them."""

from __future__ import annotations

from typing import Any

import yaml  # type: ignore[import-untyped]

from infra.stack.program import ROOT

_RULES = ROOT / "infra" / "prometheus"


def names() -> list[str]:
    return sorted({rule["alert"] for rule in _rules() if "alert" in rule})


def firing(severity: str = ".+") -> str:
    """PromQL of ours that fire: a Prometheus may hold those of others too. severity: a regular expression"""
    return f'ALERTS{{alertstate="firing", severity=~"{severity}", alertname=~"{"|".join(names())}"}}'


def _rules() -> list[dict[str, Any]]:
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_RULES.glob("*.rules.yml"))]
    return [rule for read in files for group in read["groups"] for rule in group["rules"]]
