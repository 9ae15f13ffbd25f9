"""Takes over the leases of dead workers, and leaves those of the living to them.

After an outage of the database all leases may have expired, those of living workers too. They renew every quarter of a
lease; only what has not been renewed half a lease later is dead. So nobody reaps who has not seen the database answer
half a lease before. That holds for an outage of any kind, and however long a restarted server takes to recover, which
`pg_postmaster_start_time()` would not tell. What remains: a database that stood still without losing a connection
answers a reaper and the renewals that waited with it in any order, so a few living leases may be taken.
"""

from __future__ import annotations

from asyncio import sleep
from contextlib import suppress

from speechscan.db.queue import JobQueue
from speechscan.domain.job import Reaper
from speechscan.errors import Unavailable
from speechscan.telemetry import logs

_log = logs.get(__name__)
_LOOK_S = 0.5


async def reap_always(queue: JobQueue, lease_s: float) -> None:
    """Every worker is a reaper: whichever lives takes over what a dead one held. Never ends."""
    # It may have been started while the database was away.
    await _until_leases_are_renewed(queue, lease_s)
    while True:
        try:
            if taken := await queue.reap():
                _log.warning("leases_taken_over", jobs=taken)
            await sleep(lease_s / 3)
        except Unavailable:
            _log.warning("reaper_without_database")
            await _until_leases_are_renewed(queue, lease_s)


async def reap_once(queue: JobQueue, lease_s: float) -> int:
    """For a reaper that has not watched the database: it looks twice, and waits only if it finds something. Raises
    Unavailable."""
    if not await queue.any_expired():
        return 0
    await sleep(lease_s / 2)
    return await queue.reap(Reaper.HOUSEKEEPING)


async def _until_leases_are_renewed(queue: JobQueue, lease_s: float) -> None:
    while True:
        with suppress(Unavailable):
            await queue.check()
            break
        await sleep(_LOOK_S)
    await sleep(lease_s / 2)
