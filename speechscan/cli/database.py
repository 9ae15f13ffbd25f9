"""`speechscan db`."""

from __future__ import annotations

import typer

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.settings import Settings

app = typer.Typer(help="SpeechScan's own database.", no_args_is_help=True)


@app.callback()
def _database() -> None:
    pass


@app.command()
def upgrade(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Bring the tables up to date. Does nothing if they are."""
    from speechscan.db.migrate import upgrade as migrate

    migrate(Settings.load(data_dir))
    typer.echo("The database is up to date.")
