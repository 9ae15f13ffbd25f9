"""The data folder of a local stack: where everything that must survive a restart lies, and who may read it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    root: Path

    @classmethod
    def at(cls, path: Path) -> DataFolder:
        return cls(path.expanduser().resolve())

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def s3(self) -> Path:
        return self.root / "s3"

    @property
    def prefect(self) -> Path:
        return self.root / "prefect"

    @property
    def bentoml(self) -> Path:
        return self.root / "bentoml"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What one start makes: generated configurations, the supervisor's socket. Worthless after a stop."""
        return self.root / "run"

    @property
    def programs(self) -> Path:
        """One specification a program or chore, as the tether reads it."""
        return self.run / "programs"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        return self.root / "stack.lock"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def stack_env(self) -> Path:
        return self.root / "stack.env"

    @property
    def record(self) -> Path:
        return self.run / "stack.json"

    def prepare(self) -> None:
        """Makes the folders. Each is closed to other users; the root is not, since PostgreSQL may run as another."""
        self.root.mkdir(parents=True, exist_ok=True)
        for leftover in (self.run, self.tmp):
            shutil.rmtree(leftover, ignore_errors=True)
        for folder in (self.s3, self.prefect, self.bentoml, self.logs, self.run, self.programs, self.tmp):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
