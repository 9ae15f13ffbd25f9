"""The table of docs/measurements.md, from the one list of measurements."""

from __future__ import annotations

from registry.measures.measurement import MEASUREMENTS, Measurement

_HEAD = "| name | unit | what | formula, source | range |\n| --- | --- | --- | --- | --- |"


def table() -> str:
    """In Markdown. `python -m registry.measures.documentation` prints it."""
    return "\n".join([_HEAD, *map(_row, MEASUREMENTS)])


def _row(row: Measurement) -> str:
    return f"| `{row.name}` | {row.unit} | {row.description} | {row.source} | {row.low:g} to {row.high:g} |"


if __name__ == "__main__":
    print(table())
