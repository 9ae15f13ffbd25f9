"""What the commands about models read and write: MLflow's versions and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.versions import ModelRegistry
    from speechscan.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Books:
    registry: ModelRegistry
    ledger: Ledger


@contextmanager
def opened(settings: Settings) -> Iterator[Books]:
    from registry.versions import MlflowRegistry
    from speechscan.db.engine import sync_engine
    from speechscan.db.ledger import PostgresLedger

    engine = sync_engine(settings)
    try:
        yield Books(MlflowRegistry(settings.mlflow_url, settings.model_name), PostgresLedger(engine))
    finally:
        engine.dispose()
