"""What stands for a person in the database."""

from __future__ import annotations

from api.auth import Caller
from api.services import Services
from speechscan.domain.subject import user_hash


def person_hash(services: Services, caller: Caller, subject: str) -> str:
    """subject: the caller's pseudonym, as `sane_subject` gives it; it means another person to each caller."""
    key = services.settings.subject_key.get_secret_value().encode()
    return user_hash(subject, owner=caller.owner, key=key)


def hash_if_told(services: Services, caller: Caller, subject: str | None) -> str | None:
    return None if subject is None else person_hash(services, caller, subject)
