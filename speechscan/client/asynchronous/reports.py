"""Reports, for asyncio. They need a key with the scope `reports`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial

from speechscan.client.answers.report import Report
from speechscan.client.asynchronous.connection import AsyncConnection
from speechscan.client.asynchronous.pages import listed
from speechscan.client.calls import reports
from speechscan.client.paths import Id


class AsyncReports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def list(self, kinds: Sequence[str] = (), *, limit: int | None = None) -> AsyncIterator[Report]:
        """Newest first; all without a limit."""
        page = partial(reports.page, kinds, limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.reports, limit)

    async def read(self, report_id: Id) -> Report:
        return await self._connection.ask(reports.read(report_id))

    async def html(self, report_id: Id) -> str:
        """The whole report as a page that needs no other file."""
        return await self._connection.ask(reports.html(report_id))
