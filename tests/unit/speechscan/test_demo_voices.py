"""The demo's recordings."""

from __future__ import annotations

from speechscan.audio.decode import decode
from speechscan.audio.recording import DurationBounds
from speechscan.cli.demonstration import recordings
from speechscan.domain.quality_gate import QualityGate, refusals


def test_each_is_named_synthetic_and_good_enough_to_be_judged() -> None:
    for name, data in recordings().items():
        assert name.startswith("synthetic-")
        assert refusals(decode(data, DurationBounds(1.0, 60.0)).quality, QualityGate()) == ()
