"""What a person can do about a server that is away. The errors themselves name no address: the API shows them too."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DBAPIError

from speechscan.errors import Unavailable

SETTINGS: Final = {
    "database": "SPEECHSCAN_DATABASE_URL",
    "store": "SPEECHSCAN_S3_ENDPOINT_URL",
    "registry": "SPEECHSCAN_MLFLOW_URL",
    "model": "SPEECHSCAN_SCORER_URL",
}
"""By dependency, as `Unavailable` names it: where its address comes from."""


def sentence(error: Unavailable) -> str:
    setting = SETTINGS.get(error.dependency)
    if setting is None:
        return error.detail
    return (
        f"{error.detail}{_driver(error)} `speechscan up` starts it on this machine, --data-dir names its folder; if it "
        f"runs elsewhere, check {setting}."
    )


def _driver(error: Unavailable) -> str:
    """What the database's driver says, which has the address and never the password."""
    cause = error.__cause__
    said = str(cause.orig).strip() if isinstance(cause, DBAPIError) else ""
    return f" It says: {said.splitlines()[0].rstrip('.')}." if said else ""
