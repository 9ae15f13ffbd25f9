"""Seals secrets that must be used again, so that they do not stand in the database, its dumps and its backups.

Fernet (AES-128-CBC and HMAC-SHA256) under a key that HKDF derives from the setting: the same text may safely be used
for something else too. HKDF does not make a weak text strong, so the setting must be random.
"""

from __future__ import annotations

import base64
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from speechscan.settings import Settings

_PURPOSE = b"speechscan: secrets of webhooks"
_KEY_BYTES = 32


class Seal:
    """The key seals; what was sealed with the one before it can be opened too."""

    def __init__(self, key: str, previous: str = "") -> None:
        self._present = _fernet(key)
        self._all = MultiFernet([self._present, *([_fernet(previous)] if previous else [])])

    @classmethod
    def of(cls, settings: Settings) -> Self:
        previous = settings.webhook_previous_key
        return cls(settings.webhook_key.get_secret_value(), previous.get_secret_value() if previous else "")

    def close(self, secret: str) -> str:
        return self._present.encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """None if neither key opens it, or somebody changed it."""
        return _opened(self._all, sealed)

    def is_present(self, sealed: str) -> bool:
        """Whether it needs no previous key."""
        return _opened(self._present, sealed) is not None


def _opened(fernet: Fernet | MultiFernet, sealed: str) -> str | None:
    try:
        return fernet.decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
