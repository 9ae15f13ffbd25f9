"""What `speechscan regress --golden` does: opens what it needs, and shows what has moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from speechscan.cli import accuracy_table
from speechscan.cli.local_model import open_version
from speechscan.cli.training import watched
from speechscan.domain.accuracy import AccuracyFigure
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.settings import Settings

if TYPE_CHECKING:
    from regression.golden.command import Job, Judged
    from regression.golden.differences import Difference

_MOST_ROWS = 40
_WRITTEN = "What it says now are its golden scores."


def run(
    model: str | None,
    references: Sequence[str] | None,
    *,
    policy: Path | None,
    write: bool,
    tolerance: float,
    as_json: bool,
    data_dir: Path,
) -> int:
    """The exit status."""
    from regression.accuracy.by_subgroup import accuracy
    from regression.gate import policy as policies
    from regression.golden.command import exit_code, judge

    settings = Settings.load(data_dir)
    asked = policies.read() if policy is None else policies.read(policy)
    with open_version(model, settings) as (bundle, scorer), watched() as progress:
        jobs = [_job(name, model, settings) for name in references or ["phantoms"]]
        gate = settings.quality_gate
        judged = judge(bundle.digest, scorer, jobs, gate, tolerance=tolerance, write=write, progress=progress)
        found = [(one, accuracy(one.reference, one.scored, asked) if one.scored else ()) for one in judged]
    code = exit_code(judged)
    if as_json:
        sets = [_as_dict(one, figures) for one, figures in found]
        told = {"model": bundle.digest, "exit_code": code, "references": sets, "disclaimer": DISCLAIMER}
        typer.echo(json.dumps(told, indent=1))
    else:
        for one, figures in found:
            _show(one)
            if figures:
                accuracy_table.show(one.reference, figures)
    return code


def _job(name: str, model: str | None, settings: Settings) -> Job:
    """Only the shipped model's scores of the phantoms lie beside the code."""
    from regression.golden.command import Job
    from regression.golden.shelf import GoldenFile, GoldenStore
    from regression.references import phantoms
    from regression.references.store import ReferenceStore
    from speechscan.storage import S3Store

    built_in = name == phantoms.NAME
    if built_in and model is None:
        return Job(phantoms.phantom_reference(), phantoms.phantom_sounds, GoldenFile())
    objects = S3Store(settings)
    if built_in:
        return Job(phantoms.phantom_reference(), phantoms.phantom_sounds, GoldenStore(objects))
    store = ReferenceStore(objects)
    return Job(store.find(name), store.audio, GoldenStore(objects))


def _as_dict(judged: Judged, figures: Sequence[AccuracyFigure]) -> dict[str, Any]:
    reference, differences = judged.reference, judged.differences
    told = {
        "reference": reference.title,
        "sha256": reference.sha256,
        "written": judged.written,
        "figures": [asdict(figure) for figure in figures],
    }
    return {**told, "golden": None if differences is None else {"equal": differences.equal, **asdict(differences)}}


def _show(judged: Judged) -> None:
    console, title, found = Console(), judged.reference.title, judged.differences
    if found is None:
        if not judged.written:
            _line(console, f"{title}: there are no golden scores of this version. --write makes them.")
    elif found.equal:
        _line(console, f"{title}: {found.compared} clips say what they said; probabilities within {found.largest:.1g}.")
    else:
        _line(console, f"{title}: {len({one.clip for one in found.found})} of {found.compared} clips differ.")
        console.print(_table(found.found))
        _line(console, f"Since then: {'; '.join(change.sentence for change in found.changes) or 'nothing known'}.")
    if found and found.otherwise:
        _line(console, f"{found.otherwise} clips sound otherwise than they did: what makes the phantoms has changed.")
    if judged.written:
        _line(console, f"{title}: {_WRITTEN}")


def _table(found: Sequence[Difference]) -> Table:
    table = Table("clip", "what", "golden", "now", box=None)
    for one in found[:_MOST_ROWS]:
        table.add_row(one.clip[:60], one.what, _value(one.golden), _value(one.now))
    if len(found) > _MOST_ROWS:
        table.add_row(f"and {len(found) - _MOST_ROWS} more", "", "", "")
    return table


def _value(value: float | str | bool | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _line(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
