"""`registry/policy.yaml`: what is decided by people and not by data, validated."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from speechscan.errors import InvalidRequest

FILE = Path(__file__).parents[1] / "policy.yaml"


class BadPolicy(InvalidRequest):
    """The policy file cannot be read or says what makes no sense."""


class Policy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    coverage: float = Field(ge=0.5, lt=1)
    least_decided: float = Field(ge=0, lt=1)
    familiar: float = Field(gt=0.5, lt=1)
    min_speech_s: float = Field(gt=0)
    control_limit: float = Field(gt=0.5, lt=1)
    running_speech_limit: float = Field(ge=0, lt=1)


def read(path: Path = FILE) -> Policy:
    """Raises BadPolicy."""
    import yaml  # type: ignore[import-untyped]

    try:
        return Policy.model_validate(yaml.safe_load(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadPolicy(f"{path.name} is not a sound policy: {error}") from error
