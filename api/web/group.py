"""A group of speakers or clips, as the gate and the regression name it, in the reader's language."""

from __future__ import annotations

import re

from api.web.catalogue import Catalogue

_MESSAGES = {"sex": "sex-", "task": "task-"}
# As `regression.gate.groups.band` writes them.
_BELOW = re.compile(r"below (?P<bound>[\d.]+) (?P<unit>dB|s)")
_ABOVE = re.compile(r"(?P<bound>[\d.]+) (?P<unit>dB|s) and more")


def group(t: Catalogue, dimension: str, value: str) -> str:
    """Its own name where it has no text, as that of a corpus."""
    message = _MESSAGES.get(dimension, "") + value.lower().replace("_", "-")
    if dimension in _MESSAGES and message in t:
        return t(message)
    for name, pattern in (("band-below", _BELOW), ("band-above", _ABOVE)):
        if found := pattern.fullmatch(value):
            return t(name, bound=float(found["bound"]), unit=found["unit"])
    return value
