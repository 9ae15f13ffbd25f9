"""`python -m flows.promote`: the promotion watcher."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from flows.screen.prefect_client import adopt_prefect_logs, configure_prefect
from speechscan.settings import Settings
from speechscan.telemetry import logs


def main() -> None:
    settings = Settings.load()
    configure_prefect(settings)
    from flows.promote.watcher import Watcher

    logs.configure("promotion-watcher", settings.log_level)
    adopt_prefect_logs()
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    Watcher.on(settings).run(stop)


if __name__ == "__main__":
    main()
