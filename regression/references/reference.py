"""A reference set and its clips, without their sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from registry.data.manifest import DYSARTHRIC

FROM_JOB, YES = "from_job", "yes"
"""Column of a manifest, and what stands in it for a clip that comes from a job."""


class Kind(StrEnum):
    """phantoms: synthetic voices of known truth, which are nobody's. clinical: labelled clips of people."""

    PHANTOMS = "phantoms"
    CLINICAL = "clinical"


@dataclass(frozen=True, slots=True)
class ReferenceClip:
    """An empty string or None is 'not known'. No name of a file is kept.

    sha256   of the decoded samples (`registry.data.sound.digest`)
    label    healthy or dysarthric; None for a phantom, which is neither
    seconds  duration
    snr_db   as `speechscan.audio.quality` measures it
    phantom  its name in the catalogue
    from_job of a recording that was sent to be screened, and is to leave no trace when its job is erased: what is kept
             of a comparison may count it, and has no row of it
    """

    sha256: str
    speaker: str
    label: str | None
    seconds: float
    sex: str = ""
    age: float | None = None
    task: str = ""
    corpus: str = ""
    snr_db: float | None = None
    phantom: str | None = None
    from_job: bool = False

    @property
    def dysarthric(self) -> bool:
        return self.label == DYSARTHRIC


@dataclass(frozen=True, slots=True)
class Reference:
    """version: 1, 2, ... of the name. sha256: of the clips' descriptions and sound: of all that may move a figure."""

    name: str
    version: int
    kind: Kind
    sha256: str
    clips: tuple[ReferenceClip, ...]
    added_at: datetime
    retired_at: datetime | None = None

    @property
    def title(self) -> str:
        return f"{self.name}@{self.version}"
