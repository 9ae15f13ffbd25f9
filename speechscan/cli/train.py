"""`speechscan train`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.cli.printable import printable
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.backbones.base import BackboneConfig
    from registry.data.report import Report
    from registry.training.progress import Progress
    from registry.training.request import Request


def train(
    data: Annotated[
        Path | None, typer.Option(help="Folder with a manifest.csv; by default the setting SPEECHSCAN_VOICE_DATA.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="Manifest of labelled clips, instead of a folder.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="About a minute: rougher figures, the same weights.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed and clips give the same weights, bit for bit.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the model, its card and plots; by default in the data folder.")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Judge the speakers kept out, too: once, when nothing will change any more.")
    ] = False,
    backbone: Annotated[
        str, typer.Option(help="What hears the timbre: 'acoustic' (log-mel statistics) or 'wav2vec2'.")
    ] = "acoustic",
    weights: Annotated[
        str | None,
        typer.Option(metavar="NAME|FOLDER", help="Of wav2vec2: a bundle of torchaudio, or a checkpoint folder."),
    ] = None,
    layer: Annotated[
        int | None, typer.Option(help="Of wav2vec2: the layer that is averaged; the first if not given.")
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out files that cannot be used, and list them.")
    ] = False,
    register: Annotated[
        bool, typer.Option("--register/--no-register", help="Make it a version in MLflow, with the alias challenger.")
    ] = True,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Train the model on labelled vowels, and measure what it can and cannot do.

    The manifest is checked first, as `speechscan data check` does it: nothing trains on one that does not pass.
    Speakers are never divided between training and judging. Warnings stand first in the model card. With the local
    stack running, the training is a run of the flow `train` in Prefect.
    """
    settings = Settings.load(data_dir)
    chosen = _backbone(backbone, weights, layer)
    source = _manifest(manifest, data or settings.voice_data)
    folder = out or settings.data_dir / "trained"
    if register:
        _check_registry(settings)
    from registry.training.request import Request
    from speechscan.cli.training import watched

    cache = settings.data_dir / "features"
    request = Request.of(
        source, folder, seed=seed, quick=quick, final=final, skip_bad=skip_bad, cache=cache, backbone=chosen
    )
    with watched() as progress:
        if _prefect_answers(settings):
            number = _as_flow(request, quick, register, settings, progress)
        else:
            number = _plainly(request, register, settings, progress)
    _tell(folder, number, settings)


def _manifest(manifest: Path | None, folder: Path | None) -> Path:
    found = manifest or (folder and folder / "manifest.csv")
    if found is None:
        raise InvalidRequest("Say what to train on: --data FOLDER, --manifest FILE, or set SPEECHSCAN_VOICE_DATA.")
    if not found.is_file():
        raise InvalidRequest(f"There is no manifest {found}.")
    return found


def _backbone(name: str, weights: str | None, layer: int | None) -> BackboneConfig:
    from registry.backbones.base import ACOUSTIC, BackboneConfig

    if name == ACOUSTIC and (weights is not None or layer is not None):
        raise InvalidRequest("--weights and --layer say what wav2vec2 is: give --backbone wav2vec2 too.")
    default = BackboneConfig(name)
    return BackboneConfig(name, weights or default.weights, default.layer if layer is None else layer)


def _check_registry(settings: Settings) -> None:
    """Before minutes are spent. Raises Unavailable."""
    from registry.versions import CHALLENGER, MlflowRegistry

    MlflowRegistry(settings.mlflow_url, settings.model_name).resolve(CHALLENGER)


def _prefect_answers(settings: Settings) -> bool:
    import httpx

    try:
        return httpx.get(f"{settings.prefect_api_url}/health", timeout=2).is_success
    except httpx.TransportError:
        return False


def _as_flow(request: Request, quick: bool, register: bool, settings: Settings, progress: Progress) -> str | None:
    # Prefect reads its settings when it is imported.
    os.environ.update(PREFECT_API_URL=settings.prefect_api_url, SPEECHSCAN_DATA_DIR=str(settings.data_dir))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    from flows.train import train as flow
    from registry.training.progress import watcher

    watcher.set(progress)
    asked = (request.seed, quick, request.final, register, request.skip_bad, request.backbone)
    return flow(request.manifest, request.out, *asked)


def _plainly(request: Request, register: bool, settings: Settings, progress: Progress) -> str | None:
    from registry.training import pipeline, registration
    from registry.versions import MlflowRegistry

    outcome = pipeline.train(request, progress=progress, inform=_inform)
    if not register:
        return None
    return registration.register(outcome, MlflowRegistry(settings.mlflow_url, settings.model_name))


def _inform(report: Report) -> None:
    from registry.data.rendering import rendered

    typer.echo(rendered(report), nl=False)


def _tell(folder: Path, number: str | None, settings: Settings) -> None:
    from registry import bundle

    console = Console()
    made = bundle.read(folder)
    for sentence in made.cautions:
        console.print(f"Warning: {sentence}", style="yellow", markup=False, highlight=False, soft_wrap=True)
    for corpus, told in made.figures["corpora"].items():
        auc = told["all"]["auc"]
        line = (
            f"{corpus}: AUC {auc['value']:.2f} [{auc['low']:.2f}, {auc['high']:.2f}] over {told['speakers']} speakers"
        )
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print(f"Model, card and plots: {printable(folder)}", markup=False, highlight=False, soft_wrap=True)
    if number is not None:
        console.print(f"Version {number} of '{settings.model_name}' is the challenger.", markup=False, highlight=False)
