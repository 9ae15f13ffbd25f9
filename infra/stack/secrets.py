"""The stack's own secrets: made at the first start, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field, fields

from infra.stack.folder import DataFolder
from infra.stack.private import write_private


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Secrets:
    postgres_password: str = field(default_factory=_random, repr=False)
    s3_access_key: str = field(default_factory=_random, repr=False)
    s3_secret_key: str = field(default_factory=_random, repr=False)
    # Signs the traffic between the store's parts, so that their ports refuse everybody else on this machine.
    s3_internal_key: str = field(default_factory=_random, repr=False)
    subject_key: str = field(default_factory=_random, repr=False)
    webhook_key: str = field(default_factory=_random, repr=False)


def load_or_make(folder: DataFolder) -> Secrets:
    kept: dict[str, str] = {}
    if folder.secrets.exists():
        kept = json.loads(folder.secrets.read_text(encoding="utf-8"))
    known = {f.name for f in fields(Secrets)}
    made = Secrets(**{name: value for name, value in kept.items() if name in known})
    if asdict(made) != kept:
        write_private(folder.secrets, json.dumps(asdict(made), indent=1))
    return made
