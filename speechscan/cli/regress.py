"""`speechscan regress`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from speechscan.cli import output
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.errors import InvalidRequest, SpeechScanError

# 1 and 2 are answers.
_UNUSABLE = 3


class Regress(TyperCommand):
    """An option that does not exist ends a command with 2, which here means 'it cannot be told'."""

    def parse_args(self, *args: Any) -> list[str]:
        try:
            return super().parse_args(*args)
        except Exception as error:
            if hasattr(error, "exit_code") and error.exit_code:
                error.exit_code = _UNUSABLE
            raise


def regress(
    challenger: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help="Judge this version: a number or an alias in MLflow, models:/NAME/VERSION, a version's folder, or "
            "'shipped'.",
        ),
    ] = None,
    champion: Annotated[
        str | None, typer.Option(metavar="VERSION", help="Judge it against this one. Default: the alias champion.")
    ] = None,
    golden: Annotated[
        bool, typer.Option("--golden", help="Compare a version's scores with those that were stored for it.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="With --golden: models:/NAME/VERSION or models:/NAME@ALIAS in MLflow, or a version's folder. "
            "Default: the shipped."
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A reference set; several times for several. With --challenger also a folder with a manifest.csv, "
            "which needs no server; default: all clinical sets in use. With --golden the default is the phantoms.",
        ),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The gate's bounds. Default: regression/policy.yaml.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the gate's report goes; by default in the data folder.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same figures, but for times.")] = 0,
    service: Annotated[
        bool,
        typer.Option("--service/--no-service", help="Compare with a service that the gate starts for the challenger."),
    ] = True,
    record: Annotated[
        bool, typer.Option("--record", help="Keep verdict and report with the version, as the flow `promotion` does.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --golden: what the version says now becomes its golden scores.")
    ] = False,
    tolerance: Annotated[
        float,
        typer.Option(min=0, max=1, help="With --golden: of a probability; of a measurement the share of its range."),
    ] = 1e-3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Judge a new version against the champion, or show that an update of code or libraries has moved no score.

    With --challenger the gate runs, as it does before a promotion, and nothing is promoted. Exit status: 0 if the
    version passes, 1 if it fails, 2 if it cannot be told, often for want of speakers. With folders for both versions
    and for the reference set no server is needed.

    With --golden a version scores its reference sets anew. Exit status: 0 if it says what it said, 1 if it does not, 2
    if that cannot be told because there are no golden scores. The shipped model on the phantoms needs no server; other
    models' golden scores and other sets lie in the object store. Of a clinical set that it scores it shows how good the
    version is, with intervals by speaker and by subgroup.

    Either way, 3 is an error: of use, of the data, or a server that is away.
    """
    try:
        if golden == (challenger is not None):
            raise InvalidRequest(
                "Say what to do: --challenger VERSION judges a version, --golden compares with the stored scores."
            )
        if challenger is None:
            from speechscan.cli import golden as command

            status = command.run(
                model, reference, policy=policy, write=write, tolerance=tolerance, as_json=as_json, data_dir=data_dir
            )  # fmt: skip
        else:
            from speechscan.cli import challenge

            status = challenge.run(
                challenger, champion, reference, policy=policy, out=out, seed=seed, service=service, record=record,
                as_json=as_json, data_dir=data_dir,
            )  # fmt: skip
    except SpeechScanError as error:
        output.say(error.detail, "red")
        status = _UNUSABLE
    raise typer.Exit(status)
