"""Prefect's client settings for the screening worker, which `prefect` reads when it is first imported."""

from __future__ import annotations

import logging
import os

from speechscan.settings import Settings


def configure_prefect(settings: Settings) -> None:
    os.environ.update(
        PREFECT_API_URL=settings.prefect_api_url,
        # A log line to the API for each state of each job would cost more than the jobs.
        PREFECT_LOGGING_TO_API_ENABLED="false",
        PREFECT_LOGGING_LEVEL="WARNING",
        # Three events a job. Without a bound, a long outage of the server would fill the memory (about 20 kB each).
        PREFECT_EVENTS_WORKER_MAX_QUEUE_SIZE="20000",
        # The worker asks again by itself; at the default of 5 a call to a server that is away took 70 s.
        PREFECT_CLIENT_MAX_RETRIES="1",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
    )


def adopt_prefect_logs() -> None:
    """Sends Prefect's records through our JSON handler. Call it after the import of `prefect`."""
    for name in logging.root.manager.loggerDict:
        if name.split(".")[0] == "prefect":
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
