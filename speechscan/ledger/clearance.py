"""May a version serve? One rule for promotion, rollback and the serving processes."""

from __future__ import annotations

from speechscan.ledger.base import Ledger


def objection(ledger: Ledger, model_name: str, version: str, digest: str) -> str | None:
    """Why a version whose files have this digest may not be champion; None if it may."""
    known = ledger.known_digest(model_name, version)
    if known is not None and known != digest:
        return (
            f"The files of version {version} were changed: their digest is {digest[:12]}, the one that was judged "
            f"{known[:12] or 'unknown'}."
        )
    if not ledger.cleared(model_name, digest):
        return f"Version {version} has passed no gate. Set the alias 'challenger' on it in MLflow to have it judged."
    return None
