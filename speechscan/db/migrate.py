"""Brings a database up to date, from code: `speechscan db upgrade` and the local stack call this."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from speechscan.db.engine import translated
from speechscan.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    # Alembic's configuration interpolates %, which a password may hold.
    config.set_main_option("sqlalchemy.url", settings.database_url.get_secret_value().replace("%", "%%"))
    return config


def upgrade(settings: Settings) -> None:
    """Raises Unavailable."""
    with translated():
        command.upgrade(alembic_config(settings), "head")
