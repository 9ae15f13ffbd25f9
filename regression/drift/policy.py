"""`regression/drift/policy.yaml`: what is decided by people and not by data, validated."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from speechscan.errors import InvalidRequest

FILE = Path(__file__).parent / "policy.yaml"
Against = Literal["training", "previous"]
Action = Literal["alert", "train", "nothing"]


class BadDriftPolicy(InvalidRequest):
    """The policy file cannot be read or says what makes no sense."""


class DriftPolicy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    window_days: float = Field(gt=0, le=366)
    least_jobs: int = Field(ge=20)
    least_jobs_of_task: int = Field(ge=20)
    least_people: int = Field(ge=10)
    least_values: int = Field(ge=10)
    most_jobs: int = Field(ge=100, le=20_000)
    alpha: float = Field(gt=0, lt=0.5)
    permutations: int = Field(ge=99, le=99_999)
    smallest_distance: float = Field(ge=0)
    smallest_category_distance: float = Field(ge=0, le=1)
    on_drift: dict[Against, Action]


def read(path: Path = FILE) -> DriftPolicy:
    """Raises BadDriftPolicy."""
    import yaml  # type: ignore[import-untyped]

    try:
        return DriftPolicy.model_validate(yaml.safe_load(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadDriftPolicy(f"{path.name} is not a sound policy: {error}") from error
