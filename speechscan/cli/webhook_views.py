"""A webhook and its deliveries in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speechscan.client import Delivery, Webhook


def overview(deliveries: Iterable[Delivery]) -> Table:
    table = Table("id", "written, UTC", "event", "job", "state", "attempts", "why", box=None)
    for delivery in deliveries:
        table.add_row(*map(Text, _row(delivery)))
    return table


def _row(delivery: Delivery) -> tuple[str, ...]:
    told = (f"{delivery.created_at:%Y-%m-%d %H:%M}", delivery.event, str(delivery.job_id), delivery.state)
    return (str(delivery.id), *told, str(delivery.attempts), delivery.reason or "")


def described(webhook: Webhook) -> Text:
    lines = [
        f"To {webhook.url or 'the addresses that jobs name'}",
        f"of {', '.join(webhook.events)}",
        "with the result" if webhook.include_result else "without the result",
        f"set {webhook.changed_at:%Y-%m-%d %H:%M} UTC",
    ]
    if webhook.disabled_at is not None:
        lines.append(
            f"off since {webhook.disabled_at:%Y-%m-%d %H:%M} UTC, when the receiver answered 410 Gone; "
            "`speechscan webhook set` switches it on"
        )
    return Text("\n".join(lines))
