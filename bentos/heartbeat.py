"""Tells the database that a champion is ready: the API accepts work only while somebody does."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from speechscan.db import heartbeats
from speechscan.db.engine import sync_engine
from speechscan.domain.result import ModelRef
from speechscan.settings import Settings
from speechscan.telemetry import logs

if TYPE_CHECKING:
    from sqlalchemy import Engine

_log = logs.get(__name__)


class Heartbeat:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._instance = f"{socket.gethostname()}:{os.getpid()}"
        self._failing = False

    @classmethod
    def from_settings(cls, settings: Settings) -> Heartbeat | None:
        """None without a database of our own: then the service only scores."""
        return cls(sync_engine(settings)) if "database_url" in settings.model_fields_set else None

    def beat(self, model: ModelRef) -> None:
        try:
            with self._engine.begin() as db:
                heartbeats.beat(db, self._instance, model)
        except OperationalError:
            # Scoring needs no database, and the next beat is soon.
            if not self._failing:
                _log.exception("heartbeat_failed")
            self._failing = True
        else:
            self._failing = False
