"""A caller's pseudonym for a person, made unreadable before it is stored."""

from __future__ import annotations

import hashlib
import hmac


def user_hash(subject: str, *, owner: str, key: bytes) -> str:
    """HMAC-SHA-256 of `subject` in hex, bound to the caller: two callers' equal pseudonyms differ."""
    message = f"{len(owner)}:{owner}{subject}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
