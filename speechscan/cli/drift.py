"""`speechscan drift`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from speechscan.cli import output
from speechscan.cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from speechscan.settings import Settings

app = typer.Typer(help="Drift: how well it would be found.", no_args_is_help=True)
_WINDOWS = [50, 200, 1000]


@app.command()
def simulate(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the manifest.csv of the training; by default the setting SPEECHSCAN_VOICE_DATA."
        ),
    ] = None,
    phantoms: Annotated[int, typer.Option(min=20, help="Synthetic voices, where there are no recordings.")] = 120,
    window: Annotated[list[int] | None, typer.Option(help=f"Jobs of a window; default {_WINDOWS}.")] = None,
    trials: Annotated[int, typer.Option(min=1, help="Windows with drift; of unchanged data five times as many.")] = 40,
    seed: Annotated[int, typer.Option(help="The same seed and recordings give the same table.")] = 0,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Measure how often unchanged data are called drift, and how often drift that is put in is found.

    The people of the training (or synthetic voices) are recorded again through other devices and rooms, measured and
    scored by the shipped model, and drawn into windows. Prints the table of docs/drift.md.
    """
    settings = Settings.load(data_dir)
    from registry import bundle
    from regression.drift import policy
    from regression.drift.simulation import voices
    from regression.drift.simulation.measured import Laboratory
    from regression.drift.simulation.rates import Population, rates
    from regression.drift.simulation.scenarios import SCENARIOS, UNCHANGED
    from regression.drift.simulation.table import table

    folder = data or settings.voice_data
    people = voices.of_manifest(folder / "manifest.csv") if folder else voices.of_phantoms(phantoms, seed)
    # 199 permutations tell 1 % too, in a tenth of the time.
    rules = policy.read().model_copy(update={"permutations": 199})
    sizes = window or _WINDOWS
    counts = {scenario.name: trials * (5 if scenario is UNCHANGED else 1) for scenario in SCENARIOS}
    sounding = [scenario for scenario in SCENARIOS if scenario.channel or scenario is UNCHANGED]
    laboratory = Laboratory(bundle.read(bundle.SHIPPED), settings.data_dir / "drift-simulation")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        measuring = bars.add_task("Measuring", total=len(sounding) * len(people))
        comparing = bars.add_task("Comparing", total=sum(counts.values()) * len(sizes))
        measured = {one.name: laboratory.sample(people, one, lambda: bars.advance(measuring)) for one in sounding}
        population = Population(people, measured)
        found = list(rates(population, SCENARIOS, sizes, counts, rules, seed, lambda: bars.advance(comparing)))
    if as_json:
        output.json_document([asdict(rate) for rate in found])
    else:
        typer.echo(table(found), nl=False)
