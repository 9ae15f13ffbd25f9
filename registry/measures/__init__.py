"""Acoustic measurements of a clip, that agree with Praat's. docs/measurements.md has the table and the figures."""

from registry.measures.measure import measure, measure_batch
from registry.measures.measurement import MEASUREMENTS, Measured, Measurement

__all__ = ["MEASUREMENTS", "Measured", "Measurement", "measure", "measure_batch"]
