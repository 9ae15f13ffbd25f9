"""The rates as the table of docs/drift.md."""

from __future__ import annotations

from collections.abc import Sequence

from regression.drift.simulation.rates import Rate
from regression.drift.simulation.scenarios import SCENARIOS


def table(rates: Sequence[Rate]) -> str:
    """In Markdown: a row for a scenario and what it is compared with, a column for a size of the window; at last the
    share in which a task by itself was found."""
    windows = sorted({rate.jobs for rate in rates})
    head = "| what changed | against | " + " | ".join(f"{jobs:,} jobs" for jobs in windows) + " |"
    lines = [head, "| --- | --- |" + " --- |" * len(windows)]
    for scenario in SCENARIOS:
        for against in ("training", "previous"):
            own = {rate.jobs: rate for rate in rates if (rate.scenario, rate.against) == (scenario.name, against)}
            if own:
                cells = " | ".join(_cell(own[jobs]) for jobs in windows)
                lines.append(f"| {scenario.told} | {against} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.share:.0%} [{low:.0%}, {high:.0%}], task {rate.by_task / rate.trials:.0%}"
