"""Looks what the operator wants while a shift is open: a shift that is called directly does not notice it."""

from __future__ import annotations

import asyncio

from prefect.exceptions import ObjectNotFound

from flows.screen.operator import AWAY, Operator
from flows.screen.shift import Ending, Shift
from speechscan.telemetry import logs

_log = logs.get(__name__)


async def watch(shift: Shift, operator: Operator, every_s: float) -> None:
    """Runs until it is cancelled, whatever happens: an operator whom nobody hears cannot stop a shift."""
    while True:
        await asyncio.sleep(every_s)
        try:
            if reason := await _reason_to_end(shift, operator):
                if reason is Ending.CANCELLED and not shift.once:
                    await operator.pause()
                shift.end(reason)
        except AWAY as error:
            _log.warning("orchestrator_away", error=type(error).__name__)
        except Exception:  # noqa: BLE001
            _log.exception("operator_not_heard")


async def _reason_to_end(shift: Shift, operator: Operator) -> Ending | None:
    try:
        if shift.flow_run_id is not None and await operator.cancelled(shift.flow_run_id):
            return Ending.CANCELLED
    except ObjectNotFound:
        return Ending.DELETED
    return Ending.PAUSED if await operator.paused() else None
