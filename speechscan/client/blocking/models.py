"""Versions of the model, blocking."""

from __future__ import annotations

from speechscan.client.answers.version import Champion, VersionList
from speechscan.client.blocking.connection import Connection
from speechscan.client.calls import models


class Models:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def champion(self) -> Champion:
        """The version that scores now, with its card. Raises ModelNotReady."""
        return self._connection.ask(models.champion())

    def list(self) -> VersionList:
        """All that were judged or shipped, newest first."""
        return self._connection.ask(models.versions())

    def card(self, version: str) -> str:
        """Markdown."""
        return self._connection.ask(models.card(version))
