"""Gives a fresh registry its first version, and the ledger its first entry: `python -m registry.bootstrap`.

The model in `registry/shipped`, whose digest is pinned, becomes version 1 with the alias `champion`, and counts as
gated. Once the ledger has a champion, nothing is done. A database from before the ledger keeps a champion that a
release of ours has shipped. Another champion there has passed no gate: its alias stays, but the shipped model is what
serves, until the gate has judged it.
"""

from __future__ import annotations

import argparse
import sys
import time

from registry import bundle, cards, pin
from registry.digest import downloaded
from registry.versions import CHAMPION, MlflowRegistry, ModelRegistry
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.ledger import SAID, Event, NewEntry
from speechscan.domain.sentence import Wording, all_said
from speechscan.errors import SpeechScanError, Unavailable
from speechscan.ledger import Ledger
from speechscan.settings import Settings
from speechscan.storage import ObjectStore, S3Store
from speechscan.telemetry import logs

_PAUSE_S = 1.0
_SHIPPED = Wording("ledger-shipped", "The model is shipped with SpeechScan, and its digest is pinned.")()
_log = logs.get(__name__)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m registry.bootstrap", description=__doc__)
    parser.add_argument("--wait-s", type=float, default=120.0, help="longest wait for MLflow (default: %(default)s)")
    wait_s: float = parser.parse_args(arguments).wait_s
    settings = Settings.load()
    logs.configure("bootstrap", settings.log_level)
    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    ledger = PostgresLedger(sync_engine(settings))
    try:
        wait_for(registry, wait_s)
        version = bootstrap(registry, bundle.read(bundle.SHIPPED), ledger, S3Store(settings, pool=1))
    except (SpeechScanError, bundle.BadBundle) as error:
        sys.exit(str(error))
    _log.info("champion", model=settings.model_name, version=version)


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


def bootstrap(registry: ModelRegistry, shipped: bundle.Bundle, ledger: Ledger, store: ObjectStore) -> str:
    """The number of the version that is champion by the ledger. Raises NotThePinnedModel."""
    pin.require_pinned(shipped)
    with ledger.promotion_lock(registry.name):
        known = ledger.champion_at(registry.name)
        number = known.version if known and known.digest not in pin.NO_LONGER_SERVED else None
        if number is None:
            number = _enter(registry, shipped, ledger, store)
        # Not where somebody has moved it: that is for the gate, and for whoever did it, to set right.
        if registry.resolve(CHAMPION) is None:
            registry.set_alias(CHAMPION, number)
        return number


def _enter(registry: ModelRegistry, shipped: bundle.Bundle, ledger: Ledger, store: ObjectStore) -> str:
    champion = registry.resolve(CHAMPION)
    if champion is not None and _write_if_shipped(registry, champion, ledger, store):
        return champion
    number = _shipped_version(registry, shipped, ledger, store)
    if champion is not None and _is_no_longer_served(registry, champion):
        registry.set_alias(CHAMPION, number)
    elif champion is not None:
        _log.warning(
            "champion_never_gated", version=champion, serving=number, advice=f"set 'challenger' on version {champion}"
        )
    return number


def _write_if_shipped(registry: ModelRegistry, number: str, ledger: Ledger, store: ObjectStore) -> bool:
    try:
        with downloaded(registry, number) as found:
            if not pin.counts_as_gated(found.digest):
                return False
            cards.keep(store, found)
            ledger.append(
                NewEntry(
                    event=Event.BOOTSTRAP,
                    actor="registry.bootstrap",
                    model_name=registry.name,
                    version=number,
                    digest=found.digest,
                    reasons=(_SHIPPED,),
                    dataset_sha256=found.training.get("dataset_sha256"),
                    details={SAID: all_said([_SHIPPED])},
                )
            )
            return True
    except bundle.BadBundle:
        _log.warning("champion_cannot_be_read", version=number)
        return False


def _shipped_version(registry: ModelRegistry, shipped: bundle.Bundle, ledger: Ledger, store: ObjectStore) -> str:
    """The lowest number that has the shipped model, registered now if there is none."""
    tagged = [version.number for version in registry.versions() if version.digest == shipped.digest]
    for number in tagged:
        # The tag is a hint: the files of such a version may be others.
        if _write_if_shipped(registry, number, ledger, store):
            return number
    number = registry.register(shipped)
    if not _write_if_shipped(registry, number, ledger, store):
        raise bundle.BadBundle(f"version {number} did not arrive in MLflow as it was sent")
    return number


def _is_no_longer_served(registry: ModelRegistry, number: str) -> bool:
    """By the tag, since the files are of a form that is no longer read: all that follows is that its alias moves."""
    digests = {version.number: version.digest for version in registry.versions()}
    return digests.get(number) in pin.NO_LONGER_SERVED


if __name__ == "__main__":
    main()
