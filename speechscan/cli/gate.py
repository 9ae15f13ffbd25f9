"""`speechscan gate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from speechscan.errors import InvalidRequest

app = typer.Typer(help="The regression gate: how often it errs.", no_args_is_help=True)
_FORMATS = (".png", ".svg", ".pdf")


@app.command()
def simulate(
    speakers: Annotated[
        list[int] | None,
        typer.Option(min=4, max=2000, help="In a cohort; may be given several times; default 20, 50, 100 and 200."),
    ] = None,
    clips: Annotated[
        list[int] | None,
        typer.Option(min=1, max=50, help="A speaker; may be given several times; default 1, 2 and 4."),
    ] = None,
    champion_auc: Annotated[float, typer.Option(min=0.6, max=0.98, help="The champion's true AUC.")] = 0.85,
    correlation: Annotated[
        float, typer.Option(min=0, max=0.999, help="How alike champion and challenger score a clip, within a class.")
    ] = 0.9,
    trials: Annotated[int, typer.Option(min=1, help="Cohorts per setting.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of tables.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it, too: png, svg or pdf.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="They do not change the figures.")] = 1,
) -> None:
    """How often does the gate err? On simulated cohorts whose truth is known.

    Shares that pass, fail or cannot be told, when the challenger is worse by exactly the margin, equal, or better; how
    often the intervals hold the truth; and the same for a bare threshold on the AUC. A thousand trials of every setting
    take some minutes of one core.
    """
    from regression.simulation.plot import draw
    from regression.simulation.study import CLIPS, SPEAKERS, settings, study
    from regression.simulation.tables import markdown
    from regression.statistics.rules import Rules

    if plot and plot.suffix not in _FORMATS:
        raise InvalidRequest(f"A plot ends in {', '.join(_FORMATS)}; {plot.name} does not.")
    rules = Rules()
    chosen = settings(speakers or SPEAKERS, clips or CLIPS, champion_auc, correlation)
    rows = study(chosen, trials, seed, rules, processes)
    console = Console(stderr=True)
    told = list(track(rows, "Simulating", total=len(chosen), console=console, transient=True))
    if plot:
        draw(plot, told, rules)
    typer.echo(json.dumps([row.document() for row in told], indent=2) if as_json else markdown(told), nl=as_json)
