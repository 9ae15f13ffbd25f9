"""`speechscan keys`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import typer
from rich.table import Table

from speechscan.cli import output
from speechscan.cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings

if TYPE_CHECKING:
    from speechscan.db.keys import ApiKey, KeyRepository

app = typer.Typer(help="API keys: who may call the API, and what for.", no_args_is_help=True)
T = TypeVar("T")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The caller. Keys of one name share their jobs.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="May be given several times: jobs:read, jobs:write, jobs:delete, annotate, reports, webhooks. "
            "Default: the first three."
        ),
    ] = None,
    rotate: Annotated[bool, typer.Option(help="Add a key for a caller that has one already.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Make a key and print its token. This is the only time that the token is shown."""
    from speechscan.db.keys import SCOPES, USUAL_SCOPES

    scopes = scope or list(USUAL_SCOPES)
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise InvalidRequest(f"There is no scope {', '.join(unknown)}. The scopes are {', '.join(SCOPES)}.")
    key, token = with_keys(Settings.load(data_dir), lambda keys: keys.create(name, scopes, rotate=rotate))
    if as_json:
        output.json_document({**_document(key), "token": token})
        return
    typer.echo(f"Key {key.id} for {key.name}, scopes {', '.join(sorted(key.scopes))}.", err=True)
    typer.echo("This token is not shown again:", err=True)
    typer.echo(token)


@app.command("list")
def list_keys(as_json: AsJson = False, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Show all keys, without their tokens. With --json a line for each."""
    found = with_keys(Settings.load(data_dir), lambda keys: keys.list())
    if as_json:
        for key in found:
            output.json_line(_document(key))
        return
    table = Table("id", "name", "scopes", "made, UTC", "revoked, UTC", box=None)
    for key in found:
        table.add_row(*_row(key))
    output.show(table)


@app.command()
def revoke(
    key_id: Annotated[UUID, typer.Argument(metavar="ID", help="As `speechscan keys list` shows it.")],
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Revoke a key at once. Its jobs stay."""
    key = with_keys(Settings.load(data_dir), lambda keys: keys.revoke(key_id))
    if as_json:
        output.json_document(_document(key))
    else:
        typer.echo(f"Key {key.id} of {key.name} is revoked.")


def with_keys(settings: Settings, work: Callable[[KeyRepository], Awaitable[T]]) -> T:
    from speechscan.db.engine import connected
    from speechscan.db.keys import KeyRepository

    async def run() -> T:
        async with connected(settings) as engine:
            return await work(KeyRepository(engine))

    return asyncio.run(run())


def _document(key: ApiKey) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "name": key.name,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }


def _row(key: ApiKey) -> tuple[str, str, str, str, str]:
    revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
    return str(key.id), key.name, ", ".join(sorted(key.scopes)), f"{key.created_at:%Y-%m-%d %H:%M}", revoked
