"""Gives a fresh registry its first version: `python -m registry.bootstrap`.

The model in `registry/shipped` becomes version 1 with the alias `champion`. With a champion there, nothing is done,
unless it is a model that an earlier release shipped and that this one cannot serve any more: then the present one
takes its place. Run twice, even at once, it leaves one champion.
"""

from __future__ import annotations

import argparse
import sys
import time

from registry import bundle
from registry.versions import CHAMPION, MlflowRegistry, ModelRegistry
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.telemetry import logs

_PAUSE_S = 1.0
# The first model: log-mel statistics alone, in a form that no scorer reads any more.
FORMERLY_SHIPPED: frozenset[str | None] = frozenset(
    {"bae7e829824f878a3dc80d9b9965e2d1cd9d26c3f8b006dc35cb7470792658f1"}
)
_log = logs.get(__name__)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m registry.bootstrap", description=__doc__)
    parser.add_argument("--wait-s", type=float, default=120.0, help="longest wait for MLflow (default: %(default)s)")
    wait_s: float = parser.parse_args(arguments).wait_s
    settings = Settings.load()
    logs.configure("bootstrap", settings.log_level)
    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    try:
        wait_for(registry, wait_s)
        version = bootstrap(registry, bundle.read(bundle.SHIPPED))
    except (Unavailable, bundle.BadBundle, ForeignVersions) as error:
        sys.exit(str(error))
    _log.info("champion", model=settings.model_name, version=version)


class ForeignVersions(Exception):
    """The registry holds versions, none of them the shipped model, and no champion: a person must choose."""


def wait_for(registry: ModelRegistry, deadline_s: float) -> None:
    end = time.monotonic() + deadline_s
    while True:
        try:
            registry.versions()
        except Unavailable:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def bootstrap(registry: ModelRegistry, shipped: bundle.Bundle) -> str:
    """The number of the champion, which is the shipped model if there was none."""
    digests = {version.number: version.digest for version in registry.versions()}
    champion = registry.resolve(CHAMPION)
    if champion and digests.get(champion) not in FORMERLY_SHIPPED:
        return champion
    if shipped.digest not in digests.values():
        if set(digests.values()) - FORMERLY_SHIPPED:
            raise ForeignVersions(
                f"The registry holds {len(digests)} versions but none is champion that can serve. "
                "Set the alias 'champion' on one of them in the MLflow UI."
            )
        registry.register(shipped)
    # Two bootstraps at once may both have registered; the lowest number is the one that both choose.
    number = next(version.number for version in registry.versions() if version.digest == shipped.digest)
    registry.set_alias(CHAMPION, number)
    return number


if __name__ == "__main__":
    main()
