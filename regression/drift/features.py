"""What is compared: measurements, quality, probability, verdict, format."""

from __future__ import annotations

from dataclasses import dataclass, fields

from registry.features import HEAD_MEASURES, Scale
from registry.measures.measurement import NAMES
from speechscan.domain.quality import Quality

# The scales on which the model reads its measures: jitter and its like are skewed, their logarithms hardly.
_SCALES = {scale.name: scale for scale in HEAD_MEASURES}
VERDICT = "verdict"
FORMAT = "format"
PROBABILITY = "probability"
UNMEASURED = "unmeasured"
CATEGORIES = (VERDICT, FORMAT)


@dataclass(frozen=True, slots=True)
class Feature:
    """group: measurement, quality, model or upload."""

    name: str
    group: str
    scale: Scale

    @property
    def is_category(self) -> bool:
        return self.name in CATEGORIES


def _feature(name: str, group: str) -> Feature:
    return Feature(name, group, _SCALES.get(name, Scale(name)))


FEATURES = (
    *(_feature(name, "measurement") for name in NAMES),
    # How many of the measurements a recording lacks.
    _feature(UNMEASURED, "measurement"),
    *(_feature(field.name, "quality") for field in fields(Quality)),
    _feature(PROBABILITY, "model"),
    _feature(VERDICT, "model"),
    _feature(FORMAT, "upload"),
)
