"""`regression/policy.yaml`: what people decided that a challenger must keep to, validated."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from speechscan.errors import InvalidRequest

FILE = Path(__file__).parents[1] / "policy.yaml"

Share = Annotated[float, Field(ge=0, le=1)]
Margin = Annotated[float, Field(gt=0, lt=0.5)]
Count = Annotated[int, Field(ge=1)]
Dimension = Literal["sex", "task", "corpus", "snr", "duration"]
# Said here once more, since a process that only wants to know `watch` must not import codecs and torch.
Altered = Literal["louder", "quieter", "offset", "from_44100_hz", "mp3", "opus", "telephone", "noise"]
Known = Literal[
    "f0_hz", "f0_range_semitones", "jitter_local", "hnr_db", "f0_tremor_hz", "f0_tremor_depth", "amplitude_tremor_hz",
    "amplitude_tremor_depth", "speech_rate", "pause_ratio",
]  # fmt: skip


class BadPolicy(InvalidRequest):
    """The policy file cannot be read or says what makes no sense."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Accuracy(_Section):
    margin_auc: Margin
    margin_balanced_accuracy: Margin
    alpha: float = Field(gt=0, lt=0.5)
    power: float = Field(gt=0.5, lt=1)
    least_speakers: int = Field(ge=3)
    replicates: int = Field(ge=200)
    superiority: bool


class Subgroups(_Section):
    """snr_db, seconds: rising bounds between bands."""

    dimensions: tuple[Dimension, ...]
    snr_db: tuple[float, ...]
    seconds: tuple[float, ...]
    least_speakers: int = Field(ge=3)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for name in ("snr_db", "seconds"):
            bounds = getattr(self, name)
            if list(bounds) != sorted(set(bounds)):
                raise ValueError(f"{name} must rise: {list(bounds)}")
        return self


class Calibration(_Section):
    brier_worse: Share
    ece_worse: Share
    least_decided: Share
    decided_less: Share
    sex_gap_worse: Share


class Steadiness(_Section):
    """Bounds on the change of probability of a clip's altered copy: its median and 95th percentile over the clips, and
    the share of clips whose verdict turns into its opposite."""

    median: Share
    p95: Share
    opposite: Share


class Behaviour(_Section):
    clips: Count
    alterations: dict[Altered, Steadiness]
    neighbours: float = Field(gt=0, lt=1)


class Shortcut(_Section):
    auc_limit: float = Field(gt=0.5, lt=1)
    least_speakers: int = Field(ge=3)
    shuffled_suffices: bool


class Tolerance(_Section):
    """A measurement may be relative x truth + absolute away from the truth."""

    relative: float = Field(0.0, ge=0, lt=1)
    absolute: float = Field(0.0, ge=0)

    def around(self, truth: float) -> float:
        return self.relative * abs(truth) + self.absolute


class Phantoms(_Section):
    tolerances: dict[Known, Tolerance]


class Served(_Section):
    clips: Count
    tolerance: float = Field(gt=0, lt=1)
    required: bool


class Cost(_Section):
    clips: Count
    repeats: Count
    slower: float = Field(gt=1)
    largest_mb: float = Field(gt=0)


class Least(_Section):
    """0 asks for nothing."""

    auc: Share
    sensitivity: Share
    specificity: Share


class Champion(_Section):
    least: Least


class Golden(_Section):
    tolerance: float = Field(gt=0, lt=1)


class Approval(_Section):
    required: bool


class Watch(_Section):
    minutes: float = Field(ge=0)
    max_error_rate: Share
    least_scorings: Count


class Policy(_Section):
    """sha256: of the file that it was read from; not written in that file."""

    version: Literal[1]
    accuracy: Accuracy
    subgroups: Subgroups
    calibration: Calibration
    behaviour: Behaviour
    shortcut: Shortcut
    phantoms: Phantoms
    served: Served
    cost: Cost
    champion: Champion
    golden: Golden
    approval: Approval
    watch: Watch
    sha256: str = Field(exclude=True)


def read(path: Path = FILE) -> Policy:
    """Raises BadPolicy, with each complaint."""
    import yaml  # type: ignore[import-untyped]

    try:
        raw = path.read_bytes()
        document = yaml.safe_load(raw)
        if not isinstance(document, dict):
            raise BadPolicy(f"{path.name} is not a policy: it has no sections. Start from regression/policy.yaml.")
        return Policy.model_validate({**document, "sha256": hashlib.sha256(raw).hexdigest()})
    except OSError as error:
        raise BadPolicy(f"The policy {path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise BadPolicy(f"{path.name} is not YAML: {error}") from error
    except ValidationError as error:
        raise BadPolicy(f"{path.name} is not a sound policy: {_complaints(error)}.") from error


def _complaints(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'policy'}: {e['msg']}" for e in error.errors())
