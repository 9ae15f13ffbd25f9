"""What a model version's training clips measured: what production is compared with. No torch here.

Numbers only: no name of a file or a person, no digest of a sound. Clips with the same `person` are of one speaker;
which speaker cannot be told, since the rows are ordered by what the model said of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from speechscan.domain.verdict import Status

FILE = "profile.json"
SCHEMA = 1


class BadProfile(Exception):
    """The file is no training profile that this code can read."""


@dataclass(frozen=True, slots=True)
class ProfiledClip:
    """probability   by models that never heard the clip's speaker, calibrated
    status        the verdict with quality gate, task check and abstention, by bounds that come from other speakers
    measurements  absent where not measured
    quality       fields of `speechscan.domain.quality.Quality`
    familiar      as the other speakers' clips say; None in a profile from before it was noted
    """

    person: int
    task: str
    corpus: str
    probability: float
    status: Status
    measurements: Mapping[str, float]
    quality: Mapping[str, float | None]
    familiar: bool | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """digest: of the bundle that the clips trained (`Bundle.digest`)"""

    digest: str
    clips: tuple[ProfiledClip, ...]


def write(path: Path, profile: Profile) -> None:
    """One line a clip."""
    rows = ",\n".join(json.dumps(asdict(clip)) for clip in profile.clips)
    path.write_text(f'{{"schema": {SCHEMA}, "digest": "{profile.digest}", "clips": [\n{rows}\n]}}\n')


def read(path: Path) -> Profile:
    """Raises BadProfile."""
    try:
        told = json.loads(path.read_text())
        if told["schema"] != SCHEMA:
            raise BadProfile(f"the profile has schema {told['schema']}, this code reads {SCHEMA}")
        clips = tuple(ProfiledClip(**{**clip, "status": Status(clip["status"])}) for clip in told["clips"])
        return Profile(told["digest"], clips)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadProfile(f"the training profile is incomplete: {type(error).__name__}: {error}") from error
