"""`speechscan models`."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import RenderableType

from speechscan.cli import model_tables, output
from speechscan.cli.model_books import Books, opened
from speechscan.cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from speechscan.cli.printable import is_text
from speechscan.cli.remote import Key
from speechscan.domain.ledger import as_document, standings
from speechscan.errors import InvalidRequest, NotFound
from speechscan.settings import Settings

app = typer.Typer(help="Versions of the model: who was champion when, and why.", no_args_is_help=True)

# Not from the environment: an operator who has an API's address in it still means MLflow and the ledger.
Url = Annotated[
    str | None, typer.Option("--url", help="Ask this API, for which a key is enough, not MLflow and the ledger.")
]
Number = Annotated[str, typer.Argument(metavar="VERSION", help="Its number in MLflow.")]


@app.command("list")
def list_models(
    as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """Show all versions that MLflow holds, with their aliases and what the gate said. An API knows no aliases."""
    if url:
        from speechscan.cli.remote_models import version_rows

        rows = version_rows(url, key, data_dir)
    else:
        with opened(Settings.load(data_dir)) as books:
            rows = _versions(books)
    _print(rows, as_json, lambda: model_tables.versions(rows))


@app.command()
def history(
    version: Annotated[str | None, typer.Option(metavar="VERSION", help="Of this version only.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest entries.")] = 50,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show the ledger: every gate, promotion, rollback and refusal, newest first."""
    with opened(Settings.load(data_dir)) as books:
        entries = books.ledger.history(books.registry.name, version=version, limit=limit)
    _print([as_document(entry) for entry in entries], as_json, lambda: model_tables.entries(entries))


@app.command()
def champion(
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="ISO 8601, as 2026-11-25T14:30+01:00; without a zone it is UTC.")
    ] = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Say which version is champion, or was it at a time, and what made it so. An API says which one scores now."""
    if url:
        from speechscan.cli.remote_models import champion as served

        if at is not None:
            raise InvalidRequest("An API knows the present champion only. Leave out --at, or --url.")
        found = served(url, key, data_dir)
        _print(found.document(), as_json, lambda: model_tables.served(found))
        return
    time = None if at is None else moment(at, datetime.now(UTC))
    with opened(Settings.load(data_dir)) as books:
        entry = books.ledger.champion_at(books.registry.name, time)
    if entry is None:
        when = "yet" if time is None else f"at {time.isoformat()}"
        raise NotFound(f"There was no champion {when}. `speechscan models history` shows what there was.")
    _print(as_document(entry), as_json, lambda: model_tables.one(entry))


@app.command()
def rollback(
    reason: Annotated[str, typer.Option(help="A sentence for the ledger.")] = "Rolled back by hand.",
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Make the previous champion champion again. Serving follows within seconds; no request fails by it."""
    from registry.promotion import rollback as roll_back

    # The ledger keeps it for good.
    if not reason.strip() or not is_text(reason):
        raise InvalidRequest("The reason is a sentence for the ledger, in UTF-8. Write one, or leave out --reason.")
    with opened(Settings.load(data_dir)) as books:
        entry = roll_back(books.registry, books.ledger, _person(), reason)
    sentence = f"Version {entry.version} is champion again, in the place of version {entry.previous_version}."
    _print(as_document(entry), as_json, lambda: sentence)


@app.command()
def show(version: Number, as_json: AsJson = False, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Show one version: aliases, tags, and all that the ledger has about it."""
    with opened(Settings.load(data_dir)) as books:
        found = next((row for row in _versions(books) if row["version"] == version), None)
        entries = books.ledger.history(books.registry.name, version=version)
    if found is None:
        raise NotFound(f"MLflow has no version {version}. `speechscan models list` shows which there are.")
    document = {**found, "history": [as_document(entry) for entry in entries]}
    _print(document, as_json, lambda: model_tables.version(found, entries))


@app.command()
def card(
    version: Number,
    as_json: AsJson = False,
    url: Annotated[str | None, typer.Option("--url", envvar="SPEECHSCAN_API_URL", help="Address of the API.")] = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Print the model card of a version, Markdown, from the API: what it was made for, and how often it is wrong."""
    from speechscan.cli.remote import connected

    with connected(url, key, data_dir) as client:
        text = client.models.card(version)
    _print({"version": version, "card": text}, as_json, lambda: text)


def moment(given: str, now: datetime) -> datetime:
    """Raises InvalidRequest for what is no time, and for a time to come."""
    try:
        time = datetime.fromisoformat(given)
    except ValueError as error:
        raise InvalidRequest(f"{given} is no time in ISO 8601. Write it as 2026-11-25T14:30+01:00.") from error
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    if time > now:
        raise InvalidRequest(f"{time.isoformat()} lies in the future, of which the ledger knows nothing.")
    return time


def _person() -> str:
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # a container may run as a user without a name
        return "command line"


def _versions(books: Books) -> list[dict[str, Any]]:
    aliases = books.registry.aliases()
    known = {standing.version: standing for standing in standings(books.ledger.history(books.registry.name))}
    rows = []
    for one in reversed(books.registry.versions()):
        standing = known.get(one.number)
        gate = standing.gate if standing else None
        rows.append(
            {
                "version": one.number,
                "aliases": sorted(alias for alias, number in aliases.items() if number == one.number),
                "digest": standing.digest if standing else None,
                "cleared": standing is not None and standing.cleared,
                "bootstrapped": standing is not None and standing.bootstrapped,
                "champion": standing is not None and standing.champion,
                "gate": None if gate is None or gate.outcome is None else gate.outcome.value,
                "judged_at": None if gate is None else gate.at.isoformat(),
                "tags": dict(one.tags),
            }
        )
    return rows


def _print(document: Any, as_json: bool, shown: Callable[[], RenderableType]) -> None:
    if as_json:
        output.json_document(document)
    else:
        output.show(shown())
