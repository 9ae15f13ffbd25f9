"""The slot that holds the serving model, and follows the alias `champion`."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from registry import bundle
from registry.versions import CHAMPION, ModelRegistry
from speechscan.domain.result import ModelRef
from speechscan.errors import Unavailable
from speechscan.telemetry import logs

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 2.0, 60.0
_log = logs.get(__name__)


class ModelSlot:
    """`refresh` is called by one thread; `scorer` may be read by any: a swap is one assignment, and a request goes on
    with the scorer that it took. The last good model stays when the registry is away or a new version fails."""

    def __init__(self, registry: ModelRegistry, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._registry = registry
        self._name = name
        self._clock = clock
        self._refused = _Refusals()
        self._told = ""
        self.scorer: OnnxScorer | None = None

    def refresh(self) -> None:
        """Looks once whether the champion is another version, and loads it."""
        try:
            number = self._registry.resolve(CHAMPION)
        except Unavailable as error:
            return self._tell("registry_away", error=error.detail)
        if number is None:
            return self._tell("no_champion")
        if self.scorer is not None and number == self.scorer.model.version:
            return self._tell("serving", version=number)
        if self._refused.bars(number, self._clock()):
            return None
        try:
            self.scorer = self._load(number)
        except (Unavailable, LookupError, bundle.BadBundle) as error:
            self._refused.add(number, self._clock())
            _log.exception("version_refused", version=number, error=str(error), still_serving=self._serving())
            return None
        self._refused.clear()
        return self._tell("serving", version=number)

    def _load(self, number: str) -> OnnxScorer:
        # Here, since the parent process of BentoML imports this module too and needs no runtime.
        from registry.onnx_scorer import OnnxScorer

        # The graph is read whole; nothing stays on disk.
        with tempfile.TemporaryDirectory(prefix="speechscan-model-") as folder:
            found = bundle.read(self._registry.download(number, Path(folder)))
            return OnnxScorer(found, ModelRef(self._name, number))

    def _serving(self) -> str | None:
        return self.scorer.model.version if self.scorer else None

    def _tell(self, event: str, **facts: str) -> None:
        """One line when things change, not one every two seconds."""
        if event + str(facts) != self._told:
            self._told = event + str(facts)
            _log.info(event, **facts)


class _Refusals:
    """A version that failed is tried again after 2, 4, 8 ... 60 s: the reason may be an outage, or for ever."""

    def __init__(self) -> None:
        self._number: str | None = None
        self._pause_s = _FIRST_PAUSE_S
        self._until = 0.0

    def bars(self, number: str, now: float) -> bool:
        return number == self._number and now < self._until

    def add(self, number: str, now: float) -> None:
        again = number == self._number
        self._pause_s = min(self._pause_s * 2, _LONGEST_PAUSE_S) if again else _FIRST_PAUSE_S
        self._number, self._until = number, now + self._pause_s

    def clear(self) -> None:
        self._number = None
