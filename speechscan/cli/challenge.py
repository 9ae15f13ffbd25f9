"""What `speechscan regress --challenger` does: opens versions and sets, runs the gate, shows its answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from speechscan.cli.local_model import open_version
from speechscan.cli.printable import printable
from speechscan.cli.training import watched
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.errors import InvalidRequest, Unavailable
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.training.progress import Progress
    from regression.gate.contender import Contender
    from regression.gate.material import Material
    from regression.gate.report import GateReport

PASSED, FAILED, CANNOT_TELL = 0, 1, 2
SHIPPED = "shipped"
_COLOURS = {"pass": "green", "fail": "red", "inconclusive": "yellow"}


def run(
    challenger: str,
    champion: str | None,
    references: Sequence[str] | None,
    *,
    policy: Path | None,
    out: Path | None,
    seed: int,
    service: bool,
    record: bool,
    as_json: bool,
    data_dir: Path,
) -> int:
    """The exit status."""
    from regression.gate import policy as policies
    from regression.gate.gate import judge
    from regression.gate.report import keeping
    from regression.gate.session import private_service

    settings = Settings.load(data_dir)
    asked = policies.read() if policy is None else policies.read(policy)
    with ExitStack() as opened, watched() as progress:
        new = _contender(challenger, settings, opened)
        if record and not new.number.isdecimal():
            raise InvalidRequest("Only the verdict on a version of MLflow can be recorded. Leave --record out.")
        old = _contender(champion or "champion", settings, opened)
        report = judge(
            new,
            old,
            _materials(references, settings, progress),
            asked,
            seed=seed,
            gate=settings.quality_gate,
            service=(lambda: private_service(new, settings)) if service else None,
            progress=progress,
        )
        if record:
            _record(report, new, settings)
    page = keeping.write(report, out or settings.data_dir / "gate" / report.id)
    _show(report, page, as_json=as_json)
    return {"pass": PASSED, "fail": FAILED}.get(report.outcome, CANNOT_TELL)


def address(version: str, settings: Settings) -> str | None:
    """None is the shipped model. A folder, a models:/ address, or a number or an alias of the setting's model."""
    if version == SHIPPED:
        return None
    if version.startswith("models:/") or Path(version).is_dir():
        return version
    if "/" in version or "@" in version:
        raise InvalidRequest(
            f"There is no folder {version}. Give a number, an alias, models:/NAME/VERSION or a folder."
        )
    return f"models:/{settings.model_name}{'/' if version.isdecimal() else '@'}{version}"


def _contender(version: str, settings: Settings, opened: ExitStack) -> Contender:
    from regression.gate.contender import Contender

    try:
        bundle, scorer = opened.enter_context(open_version(address(version, settings), settings))
    except Unavailable as error:
        hint = "Give folders, or 'shipped', to work without servers."
        raise Unavailable(error.dependency, f"{error.detail} {hint}") from error
    return Contender(scorer.model.version, bundle, scorer)


def _materials(references: Sequence[str] | None, settings: Settings, progress: Progress) -> list[Material]:
    from regression.gate.session import materials
    from regression.references.phantoms import NAME as PHANTOMS
    from regression.references.store import ReferenceStore
    from speechscan.storage import S3Store

    folders = [Path(name) for name in references or () if Path(name).exists()]
    names = None if references is None else [n for n in references if not Path(n).exists() and n != PHANTOMS]
    found = [of_folder(folder, progress) for folder in folders]
    if names is None or names:
        found += materials(ReferenceStore(S3Store(settings)), names)
    return found


def of_folder(folder: Path, progress: Progress) -> Material:
    from regression.gate.material import Material
    from regression.references.folder import folder_reference

    reference, sounds = folder_reference(folder, progress)
    # It is called after its folder, and the report is UTF-8.
    return Material(replace(reference, name=printable(reference.name)), sounds)


def _record(report: GateReport, challenger: Contender, settings: Settings) -> None:
    import getpass

    from registry.versions import MlflowRegistry
    from regression.gate.record import Records, record
    from speechscan.db import reports
    from speechscan.db.engine import sync_engine
    from speechscan.db.ledger import PostgresLedger
    from speechscan.storage import S3Store

    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    engine = sync_engine(settings)
    records = Records(registry, PostgresLedger(engine), S3Store(settings), partial(reports.add, engine))
    record(report, challenger.bundle, records, actor=getpass.getuser())


def _show(report: GateReport, page: Path, *, as_json: bool) -> None:
    from regression.gate.report.document import as_json as document

    if as_json:
        typer.echo(document(report), nl=False)
        return
    console = Console()
    console.print(_table(report))
    for note in report.notes:
        _line(console, note)
    for use in report.references:
        if use.refused:
            _line(console, f"{use.title} was not used. {use.refused}", "yellow")
    _line(console, f"Version {report.challenger.number}: {report.outcome}", _COLOURS[report.outcome])
    _line(console, f"Report: {printable(page)}")
    _line(console, DISCLAIMER)


def _table(report: GateReport) -> Table:
    table = Table("check", "reference set", "verdict", Column("in words", ratio=1, overflow="fold"), box=None)
    for check in report.checks:
        verdict = f"[{_COLOURS[check.outcome]}]{check.outcome}"
        table.add_row(check.name, escape(check.reference), verdict, escape("\n".join(check.reasons)))
    return table


def _line(console: Console, sentence: str, style: str | None = None) -> None:
    console.print(sentence, style=style, markup=False, highlight=False, soft_wrap=True)
