"""A drift report as one HTML page that needs no other file: our verdicts first, then Evidently's plots of each feature.

Evidently takes some seconds and 290 MB to import, so that happens when a page is wanted.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from regression.drift.comparison import WHOLE, Compared, Comparison
from regression.drift.features import FEATURES
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Sample
from speechscan.domain.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

_STYLE = """
<style>
.speechscan { font-family: sans-serif; max-width: 70rem; margin: 1rem auto; padding: 0 1rem; }
.speechscan table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
.speechscan th, .speechscan td { border: 1px solid #ccc; padding: 0.2rem 0.6rem; text-align: left; }
</style>
"""


@dataclass(frozen=True)
class Sides:
    """A comparison that was made, with the data of both sides."""

    comparison: Comparison
    reference: Sample
    current: Sample


def page(title: str, comparisons: Sequence[Comparison], shown: Sequence[Sides], policy: DriftPolicy) -> str:
    """shown: those of the comparisons that have features to show."""
    head = f'{_STYLE}<section class="speechscan"><h1>{escape(title)}</h1>{"".join(map(_told, comparisons))}'
    head += f"<p>{escape(_reading(policy))}</p><p>{escape(DISCLAIMER)}</p></section>"
    if not shown:
        return f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8"></head><body>{head}</body></html>\n'
    return _evidently(shown, policy).replace("<body>", f"<body>{head}", 1)


def _told(whole: Comparison) -> str:
    by_task = _by_task(whole.tasks) if whole.tasks else ""
    return f"{_features(whole)}{by_task}{''.join(map(_features, whole.drifted_tasks))}"


def _features(comparison: Comparison) -> str:
    """What was found of the whole, or of one task."""
    level = "h2" if comparison.task == WHOLE else "h3"
    rows = "".join(map(_row, comparison.drifted))
    head = "<tr><th>feature</th><th>distance</th><th>p</th><th>before</th><th>now</th></tr>"
    table = f"<table>{head}{rows}</table>" if rows else ""
    title = f"{comparison.title}: {comparison.outcome.words}"
    return f"<{level}>{escape(title)}</{level}><p>{escape(comparison.sentence)}</p>{table}"


def _by_task(tasks: Sequence[Comparison]) -> str:
    head = "<tr><th>task</th><th>outcome</th><th>before</th><th>now</th><th>what was found</th></tr>"
    cells = ((one.task, one.outcome.words, str(one.jobs), str(one.compared), one.sentence) for one in tasks)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
    return f"<p>By task, in recordings:</p><table>{head}{rows}</table>"


def _row(one: Compared) -> str:
    numbers = (f"{one.distance:.2f}", f"{one.p:.4f}", f"{one.reference:.4g}", f"{one.current:.4g}")
    return f"<tr><td>{escape(one.feature)}</td>{''.join(f'<td>{number}</td>' for number in numbers)}</tr>"


def _reading(policy: DriftPolicy) -> str:
    return (
        f"A feature has drifted if its distance is at least {policy.smallest_distance:g} standard deviations "
        f"({policy.smallest_category_distance:g} for categories) and chance gives such a difference in at most "
        f"{policy.alpha:.0%} of comparisons, over all features and tasks together. Below, Evidently marks a feature by "
        "its distance alone: with few recordings chance reaches that, so what counts is said above. Jitter, shimmer, "
        "tremor and movement are shown as logarithms."
    )


def _evidently(shown: Sequence[Sides], policy: DriftPolicy) -> str:
    os.environ.setdefault("DO_NOT_TRACK", "1")
    with warnings.catch_warnings():
        # Of its own use of other libraries.
        warnings.simplefilter("ignore")
        from evidently.core.metric_types import render_widgets  # type: ignore[import-untyped]
        from evidently.legacy.renderers.html_widgets import group_widget  # type: ignore[import-untyped]

        groups = [
            group_widget(title=sides.comparison.title, widgets=_snapshot(sides, policy)._widgets) for sides in shown
        ]
        return str(render_widgets(groups))


def _snapshot(sides: Sides, policy: DriftPolicy) -> Any:
    from evidently import DataDefinition, Dataset, Report  # type: ignore[import-untyped]
    from evidently.metrics import DriftedColumnsCount, ValueDrift  # type: ignore[import-untyped]

    judged = {one.feature for one in sides.comparison.features}
    numbers = [f.name for f in FEATURES if f.name in judged and not f.is_category]
    words = [f.name for f in FEATURES if f.name in judged and f.is_category]
    definition = DataDefinition(numerical_columns=numbers, categorical_columns=words)
    of_numbers = {"method": "wasserstein", "threshold": policy.smallest_distance}
    of_words = {"method": "jensenshannon", "threshold": policy.smallest_category_distance}
    metrics = [
        DriftedColumnsCount(
            columns=[*numbers, *words],
            **{f"num_{name}": value for name, value in of_numbers.items()},
            **{f"cat_{name}": value for name, value in of_words.items()},
        ),
        *(ValueDrift(column=name, **of_numbers) for name in numbers),
        *(ValueDrift(column=name, **of_words) for name in words),
    ]
    current, reference = (
        Dataset.from_pandas(_frame(sample, [*numbers, *words]), data_definition=definition)
        for sample in (sides.current, sides.reference)
    )
    return Report(metrics).run(current, reference)


def _frame(sample: Sample, names: Sequence[str]) -> pandas.DataFrame:
    import pandas

    columns = {name: sample.columns[name] for name in names}
    made = pandas.DataFrame(columns)
    return made.replace({"": np.nan})
