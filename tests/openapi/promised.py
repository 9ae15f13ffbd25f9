"""The OpenAPI document in the repository, and the one that the code makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.app import create_app
from speechscan.settings import Settings

PATH = Path(__file__).parents[2] / "docs" / "openapi.json"


def present() -> dict[str, Any]:
    return create_app(Settings()).openapi()


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
