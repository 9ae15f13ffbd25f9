"""What a /metrics says."""

from __future__ import annotations

from collections import defaultdict

import httpx
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, ...], float]


def scraped(url: str) -> Samples:
    """(name, label values in the order of their names) -> value; 0 for what is not there. `url`: without /metrics"""
    text = httpx.get(f"{url}/metrics", timeout=30).raise_for_status().text
    found: Samples = defaultdict(float)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, *(sample.labels[name] for name in sorted(sample.labels))] = sample.value
    return found
