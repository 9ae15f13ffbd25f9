"""`speechscan webhook`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from speechscan.cli import exit_status, output, several, webhook_views
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir, Yes, ask_first
from speechscan.cli.remote import AsJson, Key, Url, connected
from speechscan.domain.webhook import DeliveryState, Event

if TYPE_CHECKING:
    from speechscan.client import Delivery

app = typer.Typer(
    help="Your webhook in a running SpeechScan: who is told of the ends of your jobs. It needs a key with the scope "
    "webhooks. `speechscan webhooks` is the operator's, for those of all callers.",
    no_args_is_help=True,
    epilog=exit_status.EPILOG,
)


@app.command(epilog=exit_status.EPILOG)
def show(as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Show where events go and which. Its secret is not shown."""
    with connected(url, key, data_dir) as client:
        webhook = client.webhook.read()
    if as_json:
        output.json_document(webhook.document())
    else:
        output.show(webhook_views.described(webhook))


@app.command("set", epilog=exit_status.EPILOG)
def set_webhook(
    address: Annotated[
        str | None, typer.Argument(metavar="ADDRESS", help="An https address, to which events are sent.")
    ] = None,
    no_address: Annotated[
        bool, typer.Option("--no-address", help="In its place: tell only of jobs that name an address of their own.")
    ] = False,
    event: Annotated[
        list[Event] | None, typer.Option(help="Tell only of this; several times for several. Default: all.")
    ] = None,
    include_result: Annotated[
        bool, typer.Option("--include-result", help="Send results too. They are health data.")
    ] = False,
    rotate_secret: Annotated[
        bool, typer.Option("--rotate-secret", help="Make a new secret; the old one signs beside it for 24 h.")
    ] = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Make your webhook, or put this in place of all that was set before. A new secret is shown this once."""
    if (address is None) != no_address:
        raise typer.BadParameter("say where events go: give an address, or --no-address, and not both")
    with connected(url, key, data_dir) as client:
        webhook = client.webhook.set(
            address, events=event or tuple(Event), include_result=include_result, rotate_secret=rotate_secret
        )
    if as_json:
        output.json_document(webhook.document())
    elif webhook.secret is None:
        output.say("The webhook is set; its secret is as it was.")
    else:
        output.say("The webhook is set. Its secret is not shown again:")
        typer.echo(webhook.secret)


@app.command(epilog=exit_status.EPILOG)
def remove(
    yes: Yes = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Remove your webhook, its secret and all its deliveries, also those that wait."""
    ask_first("Remove the webhook with its secret and its deliveries?", yes=yes, as_json=as_json)
    with connected(url, key, data_dir) as client:
        client.webhook.remove()
    if as_json:
        output.json_document({"removed": True})
    else:
        output.say("The webhook is removed.")


@app.command(epilog=exit_status.EPILOG)
def deliveries(
    state: Annotated[
        list[DeliveryState] | None, typer.Option(help="Only of this state; several times for several.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest.")] = 20,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show what was told, what waits and what was given up (dead), newest first. With --json a line for each."""
    with connected(url, key, data_dir) as client:
        found = list(client.webhook.deliveries(state or (), limit=limit))
    if as_json:
        for delivery in found:
            output.json_line(delivery.document())
    else:
        output.show(webhook_views.overview(found))


@app.command(epilog=exit_status.EPILOG)
def resend(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="As `deliveries` shows them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead ones of yours.")] = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Send deliveries again, under their old ids: dead ones, and by ID also what was delivered.

    With --json and ids a line for each; with --all how many there were.
    """
    if bool(ids) == every:
        raise typer.BadParameter("say which: ids, or --all, and not both")
    with connected(url, key, data_dir) as client:
        if every:
            _tell_all(client.webhook.resend_dead(), as_json)
        _, status = several.each(ids or (), client.webhook.resend, _tell, as_json=as_json)
    raise typer.Exit(status)


def _tell(_: str, delivery: Delivery) -> None:
    typer.echo(f"Delivery {delivery.id} is {delivery.state} again.")


def _tell_all(resent: int, as_json: bool) -> None:
    if as_json:
        output.json_document({"resent": resent})
    else:
        typer.echo(f"{resent} deliveries are pending again.")
