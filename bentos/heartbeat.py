"""Tells the database what is served, and that it is ready: the API accepts work only while somebody does."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from speechscan.db import heartbeats
from speechscan.db.engine import sync_engine
from speechscan.domain.serving import ServingState
from speechscan.settings import Settings
from speechscan.telemetry import logs

if TYPE_CHECKING:
    from sqlalchemy import Engine

_log = logs.get(__name__)


def instance() -> str:
    """This process, among those of all hosts."""
    return f"{socket.gethostname()}:{os.getpid()}"


def own_database(settings: Settings) -> Engine | None:
    """None without a database of our own, and where one version is pinned: then the service only scores."""
    if "database_url" not in settings.model_fields_set or settings.model_pin is not None:
        return None
    return sync_engine(settings)


class Heartbeat:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._instance = instance()
        self._failing = False

    def beat(self, state: ServingState) -> None:
        try:
            with self._engine.begin() as db:
                heartbeats.beat(db, self._instance, state)
        except OperationalError:
            # Scoring needs no database, and the next beat is soon.
            if not self._failing:
                _log.exception("heartbeat_failed")
            self._failing = True
        else:
            self._failing = False
