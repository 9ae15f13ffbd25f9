"""Golden scores as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from regression.golden.environment import Environment
from regression.golden.golden import Golden, GoldenScore

SCHEMA = 1
_DIGITS = 7


def written(golden: Golden) -> str:
    """Numbers to seven digits: more are a processor's own."""
    return json.dumps({"schema": SCHEMA, **_rounded(asdict(golden))}, indent=1) + "\n"


def read(text: str | bytes) -> Golden:
    """Raises ValueError for another schema."""
    told = json.loads(text)
    if told.pop("schema") != SCHEMA:
        raise ValueError(f"golden scores of another schema than {SCHEMA}")
    environment, scores = Environment(**told.pop("environment")), told.pop("scores")
    return Golden(**told, environment=environment, scores=tuple(GoldenScore(**score) for score in scores))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
