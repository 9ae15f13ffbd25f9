"""A request that its sender may repeat under an idempotency key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """fingerprint: of the whole request; another one under the same key is a mistake"""

    key: str
    fingerprint: str


def fingerprint(request: str, *, owner: str, key: bytes) -> str:
    """HMAC-SHA-256 of `request` in hex, since a request may name persons. The first word keeps it apart from the hash
    of a subject under the same key."""
    message = f"request {len(owner)}:{owner}{request}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
