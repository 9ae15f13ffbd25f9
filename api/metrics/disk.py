"""Room on the disk of the data folder, where the local stack keeps databases and recordings."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector


class DiskGauges(Collector):
    """Absent where there is no such folder: there the data lie with other services, which watch their own disks."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def collect(self) -> Iterable[Metric]:
        free = GaugeMetricFamily("speechscan_disk_free_bytes", "Free on the file system of the data folder.")
        size = GaugeMetricFamily("speechscan_disk_size_bytes", "Size of the file system of the data folder.")
        if self._data_dir.is_dir():
            usage = shutil.disk_usage(self._data_dir)
            free.add_metric([], usage.free)
            size.add_metric([], usage.total)
        return free, size
