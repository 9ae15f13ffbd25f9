"""When a version that could not be loaded is tried again."""

from __future__ import annotations

_FIRST_S, _LONGEST_S = 2.0, 60.0


class Pauses:
    """After 2, 4, 8 ... 60 s: the reason may be an outage, or for ever."""

    def __init__(self) -> None:
        self._pauses: dict[str, tuple[float, float]] = {}  # version -> length, end

    def bars(self, version: str, now: float) -> bool:
        _, end = self._pauses.get(version, (0.0, now))
        return now < end

    def add(self, version: str, now: float) -> None:
        before, _ = self._pauses.get(version, (0.0, 0.0))
        length = min(max(2 * before, _FIRST_S), _LONGEST_S)
        self._pauses[version] = length, now + length

    def clear(self) -> None:
        self._pauses.clear()
