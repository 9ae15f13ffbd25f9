"""A report's summary made ready to be read. Its fields depend on the kind; the database does not keep their order.

Its sentences are English; their names and figures, in `said` and `..._said` beside them, are for the texts above and
are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime

_FIRST = ("outcome", "sentence", "from", "to")


def arranged(value: object) -> object:
    """What is said first comes first, then plain values, then what has parts; times are times."""
    match value:
        case Mapping():
            return {
                name: arranged(value[name])
                for name in sorted(value, key=lambda name: _rank(name, value[name]))
                if not _is_note(name)
            }
        case list():
            return [arranged(one) for one in value]
        case str():
            return _moment(value) or value
        case float():
            return f"{value:.4g}" if math.isfinite(value) else None
        case _:
            return value


def _is_note(name: str) -> bool:
    return name == "said" or name.endswith("_said")


def _rank(name: str, value: object) -> tuple[int, bool, str]:
    place = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return place, isinstance(value, Mapping | list), name


def _moment(text: str) -> datetime | None:
    """None for what only looks a little like one, as a plain date or a number."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
