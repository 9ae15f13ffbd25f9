"""What the gate found: as an object, as JSON, as a page."""

from regression.gate.report.report import GateReport, ReferenceUse, Side

__all__ = ["GateReport", "ReferenceUse", "Side"]
