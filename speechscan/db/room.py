"""What a sender has room for, as it tells the outbox when it claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from speechscan.domain.webhook import Standing

Receiver = tuple[str, str]
"""Owner and host, as an attempt has them."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of a receiver: the places that are left to it, and its standing."""

    places: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Room:
    """How many attempts a sender can begin: in all, at one receiver that it does not know, for one caller that has none
    under way, at receivers that have not answered (new or failing), and at failing ones."""

    total: int
    of_receiver: int
    of_owner: int
    not_answering: int
    failing: int
    receivers: Mapping[Receiver, Known] = field(default_factory=dict)
    owners: Mapping[str, int] = field(default_factory=dict)
    """What is left to callers that have some under way."""

    def values(self) -> dict[str, Any]:
        known = [
            {"owner": owner, "host": host, "places": one.places, "standing": one.standing}
            for (owner, host), one in self.receivers.items()
        ]
        owners = [{"owner": owner, "places": places} for owner, places in self.owners.items()]
        limits = {
            name: getattr(self, name) for name in ("total", "of_receiver", "of_owner", "not_answering", "failing")
        }
        return {**limits, "known": json.dumps(known), "owners": json.dumps(owners), "new": Standing.NEW}
