"""What the watcher does at each look: an outage of what it needs is told once, and its end too."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flows.screen.operator import AWAY
from speechscan.errors import SpeechScanError
from speechscan.telemetry import logs

_log = logs.get(__name__)


class Duty:
    def __init__(self, do: Callable[[], object]) -> None:
        self._name = do.__name__
        self._do = do
        self._told = ""

    def __call__(self) -> None:
        """Never raises: one duty that cannot be done must not keep the others from being done."""
        try:
            self._do()
        except SpeechScanError as error:
            self._tell(logging.WARNING, error.detail)
        except AWAY as error:
            self._tell(logging.WARNING, f"Prefect's API does not answer: {type(error).__name__}.")
        except Exception as error:  # noqa: BLE001 - the trace says what is wrong, and the next look may succeed
            self._tell(logging.ERROR, f"{type(error).__name__}: {error}")
        else:
            if self._told:
                _log.info("watcher_goes_on", duty=self._name)
            self._told = ""

    def _tell(self, level: int, why: str) -> None:
        if why != self._told:
            _log.log(level, "watcher_waits", duty=self._name, error=why, exc_info=level == logging.ERROR)
        self._told = why
