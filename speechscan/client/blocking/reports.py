"""Reports, blocking. They need a key with the scope `reports`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from speechscan.client.answers.report import Report
from speechscan.client.blocking.connection import Connection
from speechscan.client.blocking.pages import listed
from speechscan.client.calls import reports
from speechscan.client.paths import Id


class Reports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, kinds: Sequence[str] = (), *, limit: int | None = None) -> Iterator[Report]:
        """Newest first; all without a limit."""
        page = partial(reports.page, kinds, limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.reports, limit)

    def read(self, report_id: Id) -> Report:
        return self._connection.ask(reports.read(report_id))

    def html(self, report_id: Id) -> str:
        """The whole report as a page that needs no other file."""
        return self._connection.ask(reports.html(report_id))
