"""A model version for this process: the shipped one, a folder, or one from MLflow."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from speechscan.cli.printable import printable
from speechscan.domain.result import ModelRef
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.bundle import Bundle
    from registry.onnx_scorer import OnnxScorer

_ADDRESS = re.compile(r"models:/(?P<name>[^/@]+)(?:/(?P<version>\d+)|@(?P<alias>[^/@]+))")
_FORMS = "Give models:/NAME/VERSION, models:/NAME@ALIAS, or a folder that holds a version."


@contextmanager
def open_model(address: str | None, settings: Settings) -> Iterator[OnnxScorer]:
    """Raises InvalidRequest for an address that leads to no whole version, Unavailable when MLflow is away."""
    with open_version(address, settings) as (_, scorer):
        yield scorer


@contextmanager
def open_version(address: str | None, settings: Settings) -> Iterator[tuple[Bundle, OnnxScorer]]:
    """The same with the version's folder, which is there as long as this is open."""
    from registry import bundle
    from registry.onnx_scorer import OnnxScorer

    with open_bundle(address, settings) as (found, version):
        try:
            yield found, OnnxScorer(found, version)
        except bundle.BadBundle as error:
            raise InvalidRequest(f"The model cannot be used: {error}. {_FORMS}") from error


@contextmanager
def open_bundle(address: str | None, settings: Settings) -> Iterator[tuple[Bundle, ModelRef]]:
    """Without a scorer on it."""
    from registry import bundle

    with tempfile.TemporaryDirectory(prefix="speechscan-model-") as scratch:
        try:
            folder, version = _found(address, settings, Path(scratch))
            yield bundle.read(folder), version
        except bundle.BadBundle as error:
            raise InvalidRequest(f"The model cannot be used: {error}. {_FORMS}") from error


def _found(address: str | None, settings: Settings, scratch: Path) -> tuple[Path, ModelRef]:
    from registry import bundle

    if address is None:
        return bundle.SHIPPED, ModelRef(settings.model_name, "shipped")
    if match := _ADDRESS.fullmatch(address):
        return _from_mlflow(match, settings, scratch)
    if not Path(address).is_dir():
        raise InvalidRequest(f"There is no model at {address}. {_FORMS}")
    return Path(address), ModelRef(settings.model_name, f"folder {printable(Path(address).name)}")


def _from_mlflow(match: re.Match[str], settings: Settings, scratch: Path) -> tuple[Path, ModelRef]:
    from registry.versions import MlflowRegistry

    registry = MlflowRegistry(settings.mlflow_url, match["name"])
    number = match["version"] or registry.resolve(match["alias"])
    if number is None:
        raise InvalidRequest(f"No version of {match['name']} bears the alias {match['alias']}.")
    try:
        return registry.download(number, scratch), ModelRef(match["name"], number)
    except LookupError as error:
        if number in [one.number for one in registry.versions()]:
            what = f"Version {number} of {match['name']} holds no files of SpeechScan: another tool has registered it."
        else:
            what = f"MLflow has no version {number} of {match['name']}."
        raise InvalidRequest(what) from error
