"""A program of the stack: how to run and how to stop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]

# Stopped from the last to the first, one stage at a time: no new jobs, then no work, then what the work needs.
Stage = Literal["data", "servers", "scorer", "workers", "entry"]
STAGES: tuple[Stage, ...] = ("data", "servers", "scorer", "workers", "entry")


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    stage: Stage
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)  # holds secrets
    address: str | None = None
    cwd: Path = ROOT
    user: str | None = None
    stop_signal: Literal["TERM", "INT"] = "TERM"
    grace_s: float = 10.0
    """Longest orderly stop; then the program is killed."""

    @property
    def id(self) -> str:
        """The supervisor's name for it."""
        return f"{self.stage}:{self.name}"
