"""The checks before training: may this manifest be used, and if not, which rows are wrong and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.data.errors import BadManifest
from registry.data.expectations import Batch
from registry.data.frame import Examined, frame
from registry.data.manifest import require_columns
from registry.data.report import Finding, Group, Report, Severity
from registry.data.rules import UNUSABLE, Rule, rules
from registry.data.sound import Sound, UnusableClip, examine
from registry.data.table import Table, read_table

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]


def check(
    path: Path,
    *,
    audio: Path | None = None,
    skip_bad: bool = False,
    track: Callable[[Table], Iterable[Any]] | None = None,
) -> Report:
    """Reads and decodes every clip of the manifest.

    audio     folder of the files, if that is not the manifest's own
    skip_bad  rows whose file cannot be used are told as skipped, and the other rules do not see them
    track     shows the progress: gives the table's rows one by one
    Raises BadManifest if the file is not a table with the required columns and a row.
    """
    table = read_table(path, audio=audio)
    require_columns(table)
    if not table.rows:
        raise BadManifest(f"{table.path.name} has no rows. Add one for each recording.")
    examined = {row.line: _examined(table, row.cells["path"]) for row in (track(table) if track else table.rows)}
    return judge(table, examined, skip_bad=skip_bad)


def judge(table: Table, examined: Examined, *, skip_bad: bool = False) -> Report:
    whole = frame(table, examined)
    findings = list(_findings(whole, rules()))
    if skip_bad:
        skipped = [replace(f, severity=Severity.SKIPPED) for f in findings if f.rule == UNUSABLE]
        kept = replace(table, rows=tuple(row for row in table.rows if isinstance(examined[row.line], Sound)))
        if not kept.rows:
            raise BadManifest(f"Not one file that {table.path.name} names can be used. Check its paths.")
        whole = frame(kept, examined)
        findings = [*skipped, *_findings(whole, rules())]
    sounds = {line: one.sha256 for line, one in examined.items() if isinstance(one, Sound)}
    return Report(table.path, tuple(_groups(whole)), tuple(findings), sounds)


def _examined(table: Table, cell: str) -> Sound | str:
    try:
        return examine(table.folder / cell) if cell else "its path is not given"
    except UnusableClip as error:
        return str(error)


def _findings(rows: pandas.DataFrame, asked: list[Rule]) -> Iterator[Finding]:
    failing_lines = _failing(rows, asked)
    for rule in asked:
        failing = rows[rows["line"].isin(failing_lines[rule.name])]
        for value, same in failing.groupby(rule.by, dropna=False, sort=False):
            told = tuple(int(line) for line in same["line"])
            yield Finding(rule.name, rule.severity, rule.column, told, rule.sentence.format(value=value))


def _failing(rows: pandas.DataFrame, asked: list[Rule]) -> dict[str, list[int]]:
    """The lines that do not meet a rule, by the rule's name."""
    batch = Batch(rows, index="line")
    return {rule.name: [int(line) for line in batch.unexpected(rule.expected)] for rule in asked}


def _groups(rows: pandas.DataFrame) -> Iterator[Group]:
    usable = rows[rows["sound"].notna()]
    for (corpus, label), own in usable.groupby(["corpus_name", "known_label"]):
        yield Group(str(corpus), str(label), len(own), int(own["speaker"].nunique()), float(own["seconds"].sum()))
