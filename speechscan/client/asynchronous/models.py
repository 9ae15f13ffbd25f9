"""Versions of the model, for asyncio."""

from __future__ import annotations

from speechscan.client.answers.version import Champion, VersionList
from speechscan.client.asynchronous.connection import AsyncConnection
from speechscan.client.calls import models


class AsyncModels:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def champion(self) -> Champion:
        """The version that scores now, with its card. Raises ModelNotReady."""
        return await self._connection.ask(models.champion())

    async def list(self) -> VersionList:
        """All that were judged or shipped, newest first."""
        return await self._connection.ask(models.versions())

    async def card(self, version: str) -> str:
        """Markdown."""
        return await self._connection.ask(models.card(version))
