"""What /metrics says: what this process counted, and what the database knows."""

from api.metrics.metrics import Metrics

__all__ = ["Metrics"]
