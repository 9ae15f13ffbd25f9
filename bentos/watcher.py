"""The thread that keeps the slot filled and the heartbeat going."""

from __future__ import annotations

import threading

from bentos.heartbeat import Heartbeat
from bentos.model_slot import ModelSlot
from speechscan.telemetry import logs

_log = logs.get(__name__)


class Watcher:
    def __init__(self, slot: ModelSlot, heartbeat: Heartbeat | None, every_s: float) -> None:
        self._slot = slot
        self._heartbeat = heartbeat
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model-watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._round()
            except Exception:  # noqa: BLE001
                # A defect here must not end the thread: the service would serve an old model for ever, silently.
                _log.exception("watcher_failed")
            self._stop.wait(self._every_s)

    def _round(self) -> None:
        self._slot.refresh()
        if self._heartbeat is not None:
            self._heartbeat.beat(self._slot.state())
