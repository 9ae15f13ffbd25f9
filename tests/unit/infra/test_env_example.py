from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr

from speechscan.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
PREFIX = str(Settings.model_config["env_prefix"])


def _example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(match.groups() for line in lines if (match := re.fullmatch(rf"#{PREFIX}(\w+)=(.*)", line)))


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return "" if value is None else str(value)


def test_it_has_every_setting_with_its_default() -> None:
    defaults = {
        name.upper(): _shown(f.get_default(call_default_factory=True)) for name, f in Settings.model_fields.items()
    }
    assert _example() == defaults
