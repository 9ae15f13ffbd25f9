"""What is compared: measurements, quality, what the model says, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass, fields

from registry.features import HEAD_MEASURES, Scale
from registry.measures.measurement import NAMES
from speechscan.domain.quality import Quality

# The scales on which the model reads its measures: jitter and its like are skewed, their logarithms hardly.
_SCALES = {scale.name: scale for scale in HEAD_MEASURES}
VERDICT = "verdict"
FAMILIAR = "familiar"
FORMAT = "format"
TASK = "task"
PROBABILITY = "probability"
UNMEASURED = "unmeasured"
CATEGORIES = (VERDICT, FAMILIAR, FORMAT, TASK)


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
    # Whether the model knows the kind of recording.
    _feature(FAMILIAR, "model"),
    _feature(FORMAT, "upload"),
    # The mix of tasks: where it has shifted, most measurements of the whole have too.
    _feature(TASK, "upload"),
)
