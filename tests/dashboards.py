"""The dashboards of infra/grafana, as a Grafana reads them."""

from __future__ import annotations

import json
import re
from typing import Any

from infra.stack.program import ROOT

FOLDER = ROOT / "infra" / "grafana" / "dashboards"
FILES = sorted(FOLDER.glob("*.json"))

Document = dict[str, Any]


def read() -> dict[str, Document]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}


def expressions(dashboard: Document) -> list[str]:
    """As Grafana sends them: with a value in the place of each variable."""
    return [
        re.sub(r"\$\w+", ".*", target["expr"]) for panel in dashboard["panels"] for target in panel.get("targets", ())
    ]
