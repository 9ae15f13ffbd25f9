"""One side of a comparison: recordings as columns of numbers and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.measures.measurement import NAMES
from registry.profile import Profile
from regression.drift.features import FAMILIAR, FEATURES, FORMAT, PROBABILITY, TASK, UNMEASURED, VERDICT
from speechscan.db.results import Screened

Column = NDArray[np.float64] | NDArray[np.str_]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """columns  by name of the feature, each [recordings]: numbers on the feature's scale with NaN where there is none,
              words with "" where there is none
    people    [recordings], equal for recordings of one person, which are not independent"""

    columns: Mapping[str, Column]
    people: NDArray[np.intp]

    def __len__(self) -> int:
        return int(self.people.size)

    def __getitem__(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Sample:
        return Sample({name: column[chosen] for name, column in self.columns.items()}, self.people[chosen])

    @property
    def number_of_people(self) -> int:
        return int(np.unique(self.people).size)


def of_results(rows: Sequence[Screened], version: str | None) -> Sample:
    """version: the champion's. What another version said of a recording is left out, what was measured is not."""
    return _sample([_described(row, version) for row in rows], _numbered(row.person for row in rows))


def of_profile(profile: Profile) -> Sample:
    described = [
        {
            **clip.measurements,
            **clip.quality,
            UNMEASURED: len(set(NAMES) - clip.measurements.keys()),
            PROBABILITY: clip.probability,
            VERDICT: clip.status.value,
            FAMILIAR: _told(clip.familiar),
            TASK: clip.task,
        }
        for clip in profile.clips
    ]
    return _sample(described, _numbered(clip.person for clip in profile.clips))


def _described(row: Screened, version: str | None) -> dict[str, Any]:
    document = row.document
    measurements = document.get("measurements", {})
    own = row.model_version == version
    return {
        **measurements,
        **document["quality"],
        UNMEASURED: len(set(NAMES) - measurements.keys()),
        PROBABILITY: row.probability if own else None,
        VERDICT: row.status if own else None,
        FAMILIAR: _told(row.familiar) if own else None,
        FORMAT: row.format,
        TASK: row.task,
    }


def _sample(rows: Sequence[Mapping[str, Any]], people: NDArray[np.intp]) -> Sample:
    return Sample(
        {
            feature.name: np.array([row.get(feature.name) or "" for row in rows], dtype=np.str_)
            if feature.is_category
            else np.array([feature.scale.apply(_number(row.get(feature.name))) for row in rows], dtype=np.float64)
            for feature in FEATURES
        },
        people,
    )


def _told(familiar: bool | None) -> str | None:
    return None if familiar is None else "familiar" if familiar else "unfamiliar"


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _numbered(people: Iterable[object]) -> NDArray[np.intp]:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(person, len(numbers)) for person in people], dtype=np.intp)
