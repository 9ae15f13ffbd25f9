"""What a person reads of a regression run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.regress.rerun import Rerun
from regression.accuracy.table import COLUMNS, READING, lines
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import Report
from speechscan.domain.sentence import Sentence, Wording

_STORED = Wording(
    "regression-stored", "{reference}: there were no golden scores of version {version}; they are stored now."
)
_EQUAL = Wording(
    "regression-equal", "{reference}: {clips} clips say what they said, probabilities within {largest:.1g}"
)
_DIFFER = Wording(
    "regression-differ", "{reference}: {differing} of {clips} clips differ from their golden scores: {named}"
)
_MORE_DIFFER = Wording("regression-more-differ", f"{_DIFFER.english} and {{more}} more")
_UNNAMED_DIFFER = Wording(
    "regression-unnamed-differ",
    "{reference}: {differing} of {clips} clips differ from their golden scores, {unnamed} of them from jobs",
)
_MOST_NAMED = 5
# The whole list is in the object store.
MOST_ROWS = 50


def sentence(run: Rerun) -> Sentence:
    title, clips = run.reference.title, len(run.scored)
    if run.differences is None:
        return _STORED(reference=title, version=run.champion.model.version)
    if run.differences.equal:
        return _EQUAL(reference=title, clips=clips, largest=run.differences.largest)
    differing = len(run.differing)
    if unlisted := run.listing.unlisted:
        return _UNNAMED_DIFFER(reference=title, differing=differing, clips=clips, unnamed=unlisted.clips)
    named = [name[:16] for name in run.differing[:_MOST_NAMED]]
    if (more := differing - len(named)) > 0:
        return _MORE_DIFFER(reference=title, differing=differing, clips=clips, named=named, more=more)
    return _DIFFER(reference=title, differing=differing, clips=clips, named=named)


def changes(run: Rerun) -> str:
    """What changed since the golden scores were made."""
    found = run.differences.changes if run.differences else ()
    return "; ".join(change.sentence for change in found) or "nothing that is known"


def markdown(runs: Sequence[Rerun], report: Report) -> str:
    told = [
        "# Regression of the champion",
        "",
        "| reference | version | outcome | clips | differ | largest difference | clips/s |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *map(_row, runs),
    ]
    for run in runs:
        if run.figures:
            told += ["", *_accuracy(run)]
        if run.outcome is RegressionOutcome.DIFFERENT:
            told += ["", *_details(run)]
    told += ["", f"The whole report: `GET /v1/reports/{report.id}/html`", "", DISCLAIMER]
    return "\n".join(told) + "\n"


def title(run: Rerun) -> str:
    """Which data the figures are of."""
    return f"How good version {run.champion.model.version} is on {run.reference.title}"


def _row(run: Rerun) -> str:
    largest = f"{run.differences.largest:.2g}" if run.differences else ""
    cells = (
        run.reference.title,
        run.champion.model.version,
        run.outcome.value,
        str(len(run.scored)),
        str(len(run.differing)),
        largest,
        f"{len(run.scored) / run.seconds:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _accuracy(run: Rerun) -> Iterator[str]:
    yield f"## {title(run)}"
    yield ""
    yield from (f"**{sentence}**" for sentence in run.missed)
    yield READING
    yield ""
    yield f"| subgroup | healthy speakers (clips) | dysarthric speakers (clips) | {' | '.join(COLUMNS.values())} |"
    yield f"| {' | '.join(['---'] * (3 + len(COLUMNS)))} |"
    for line in lines(run.figures):
        samples = (f"{speakers} ({clips})" for speakers, clips in zip(line.speakers, line.clips, strict=True))
        # A task's name is the users' own text.
        name = line.subgroup.replace("|", "\\|")
        yield f"| {' | '.join([name, *samples, *line.cells.values()])} |"


def _details(run: Rerun) -> Iterator[str]:
    found, unlisted = run.listing.listed, run.listing.unlisted
    yield f"## {run.reference.title}"
    yield ""
    yield f"Changed since the golden scores were made: {changes(run)}."
    yield ""
    if unlisted:
        yield f"{unlisted}"
        yield ""
    if not found:
        return
    yield "| clip | what | golden | now |"
    yield "| --- | --- | --- | --- |"
    yield from (f"| {one.clip} | {one.what} | {value(one.golden)} | {value(one.now)} |" for one in found[:MOST_ROWS])
    if len(found) > MOST_ROWS:
        yield f"| and {len(found) - MOST_ROWS} more | | | |"


def value(value: float | str | bool | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
