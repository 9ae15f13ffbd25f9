"""The ledger's edge: one in PostgreSQL, one in memory."""

from speechscan.ledger.base import Held, Ledger
from speechscan.ledger.clearance import objection
from speechscan.ledger.memory import MemoryLedger

__all__ = ["Held", "Ledger", "MemoryLedger", "objection"]
