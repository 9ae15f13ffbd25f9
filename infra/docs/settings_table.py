"""The settings as tables, made from the class that reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from speechscan.settings import Settings

_HEAD = "| setting | type | default | meaning |\n| --- | --- | --- | --- |"
_TYPES = {"boolean": "yes or no", "integer": "whole number", "number": "number", "string": "text", "array": "JSON list"}
_BOUNDS = {"minimum": "from {}", "exclusiveMinimum": "above {}", "maximum": "to {}"}
# Up to what is said of it: a heading is short.
_SECTION = re.compile(r"# --- ([^:.,\n]+)")
_SETTING = re.compile(r"#(\w+)=")


def settings_tables(example: str) -> str:
    """Markdown: a table for each section of `example`, the text of .env.example. Defaults of secrets are not shown."""
    lines = ["## The process", "", _HEAD]
    for line in example.splitlines():
        if section := _SECTION.match(line):
            lines += ["", f"## {section[1]}", "", _HEAD]
        elif setting := _SETTING.match(line):
            lines.append(_row(setting[1]))
    return "\n".join(lines) + "\n"


def _row(variable: str) -> str:
    name = variable.removeprefix(str(Settings.model_config["env_prefix"])).lower()
    told = Settings.model_json_schema()["properties"][name]
    (kind,) = [one for one in told.get("anyOf", [told]) if one.get("type") != "null"]
    default = Settings.model_fields[name].get_default(call_default_factory=True)
    return f"| `{variable}` | {_kind(kind)} | {_shown(default)} | {told['description']} |"


def _shown(default: Any) -> str:
    if isinstance(default, SecretStr):
        return "not shown"
    if default in (None, ""):
        return "none"
    return f"`{default if isinstance(default, str | Path) else json.dumps(default)}`"


def _kind(told: dict[str, Any]) -> str:
    if told.get("format") == "password":
        return "secret"
    if "enum" in told:
        return ", ".join(f"`{one}`" for one in told["enum"])
    word = "path" if told.get("format") == "path" else _TYPES[told["type"]]
    return " ".join([word, *_bounds(told)])


def _bounds(told: dict[str, Any]) -> Iterator[str]:
    for name, phrase in _BOUNDS.items():
        if name in told:
            yield phrase.format(f"{told[name]:.12g}")
