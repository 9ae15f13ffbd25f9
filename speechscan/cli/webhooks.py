"""`speechscan webhooks`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from speechscan.cli import output
from speechscan.cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from speechscan.domain.webhook import Delivery, DeliveryState
from speechscan.errors import Conflict, InvalidRequest, NotFound
from speechscan.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from speechscan.db.deliveries import DeliveryRepository

app = typer.Typer(
    help="For the operator, on the database: deliveries of all callers' webhooks, and the seals of their secrets. "
    "`speechscan webhook` is a caller's, for its own.",
    no_args_is_help=True,
)
T = TypeVar("T")
Owner = Annotated[str | None, typer.Option(help="Only of this caller, as `speechscan keys list` names it.")]


@app.command()
def dead(
    owner: Owner = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show deliveries that were given up. With --json a line for each."""
    from speechscan.db.deliveries import DeliveryFilter

    wanted = DeliveryFilter(owner, (DeliveryState.DEAD,), limit=limit)
    found = _with_deliveries(Settings.load(data_dir), lambda deliveries: deliveries.list(wanted))
    if as_json:
        for delivery in found:
            output.json_line(_document(delivery))
        return
    table = Table("id", "caller", "event", "job", "given up, UTC", "attempts", "why", box=None)
    for delivery in found:
        table.add_row(*map(Text, _row(delivery)))
    output.show(table)


@app.command()
def resend(
    ids: Annotated[list[UUID] | None, typer.Argument(metavar="[ID]...", help="As `dead` shows them.")] = None,
    owner: Owner = None,
    every: Annotated[bool, typer.Option("--all", help="All dead ones, of all callers.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Send dead deliveries again, under their old ids. The exit status is 1 if an id is of none."""
    if not (ids or owner or every):
        raise InvalidRequest("Say which: ids, --owner NAME, or --all.")
    chosen = tuple(ids or ())
    sent = _with_deliveries(Settings.load(data_dir), lambda deliveries: deliveries.resend_dead(owner, chosen))
    if as_json:
        output.json_document({"pending_again": sent})
    else:
        typer.echo(f"{sent} deliveries are pending again.")
    if missing := max(0, len(set(chosen)) - sent):
        whose = "" if owner is None else f" of {owner}"
        raise NotFound(f"{missing} of the ids are of no dead delivery{whose}. `speechscan webhooks dead` shows them.")


@app.command()
def reseal(as_json: AsJson = False, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Put the secrets under the present SPEECHSCAN_WEBHOOK_KEY, so that the previous one can go."""
    from speechscan.db.webhooks import WebhookRepository
    from speechscan.seal import Seal

    settings = Settings.load(data_dir)
    if settings.is_public("webhook_key"):
        raise InvalidRequest("SPEECHSCAN_WEBHOOK_KEY is not set here: what is sealed without it, anybody could open.")
    found = _with_engine(settings, lambda engine: WebhookRepository(engine, Seal.of(settings)).reseal())
    if as_json:
        output.json_document(asdict(found))
    else:
        typer.echo(f"{found.renewed} webhooks were sealed anew.")
    if found.unreadable:
        raise Conflict(
            f"{found.unreadable} webhooks have a secret that no key opens. Set SPEECHSCAN_WEBHOOK_PREVIOUS_KEY to the "
            "key that sealed it; if that is lost, their callers must make new secrets (PUT /v1/webhook with "
            "rotate_secret)."
        )
    if not as_json:
        typer.echo("None needs a previous key.")


def _with_deliveries(settings: Settings, work: Callable[[DeliveryRepository], Awaitable[T]]) -> T:
    from speechscan.db.deliveries import DeliveryRepository

    return _with_engine(settings, lambda engine: work(DeliveryRepository(engine)))


def _with_engine(settings: Settings, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    from speechscan.db.engine import connected

    async def run() -> T:
        async with connected(settings) as engine:
            return await work(engine)

    return asyncio.run(run())


def _document(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": str(delivery.id),
        "owner": delivery.owner,
        "event": delivery.event.value,
        "job_id": str(delivery.job_id),
        "ended_at": delivery.ended_at.isoformat() if delivery.ended_at else None,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "reason": delivery.reason,
    }


def _row(delivery: Delivery) -> tuple[str, ...]:
    ended = f"{delivery.ended_at:%Y-%m-%d %H:%M}" if delivery.ended_at else ""
    told = (delivery.owner, delivery.event, str(delivery.job_id), ended, str(delivery.attempts), delivery.reason or "")
    return (str(delivery.id), *told)
