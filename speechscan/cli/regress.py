"""`speechscan regress`."""

from __future__ import annotations

from typing import Annotated

import typer

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.errors import InvalidRequest


def regress(
    golden: Annotated[
        bool, typer.Option("--golden", help="Compare a version's scores with those that were stored for it.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="models:/NAME/VERSION or models:/NAME@ALIAS in MLflow, or a version's folder. Default: the shipped."
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A reference set; several times for several. Default: the phantoms."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="With --golden: what the version says now becomes its golden scores.")
    ] = False,
    tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="Of a probability; of a measurement the same share of its range.")
    ] = 1e-3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show that an update of code or libraries has moved no score.

    With --golden a version scores its reference sets anew. Exit status: 0 if it says what it said, 1 if it does not, 2
    if that cannot be told because there are no golden scores. The shipped model on the phantoms needs no server; other
    models' golden scores and other sets lie in the object store.
    """
    if not golden:
        raise InvalidRequest("Say what to do: --golden compares with the stored scores.")
    from speechscan.cli.golden import run

    raise typer.Exit(run(model, reference, write=write, tolerance=tolerance, as_json=as_json, data_dir=data_dir))
