"""What scores are made with, and what of it has changed since."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from registry.commit import UNKNOWN, commit

# Those between a file's bytes and a score; the phantoms need scipy.
PACKAGES = ("numpy", "scipy", "torch", "torchaudio", "onnxruntime", "soundfile")


@dataclass(frozen=True, slots=True)
class Change:
    """then, now: None where there is none"""

    what: str
    then: str | None
    now: str | None

    @property
    def sentence(self) -> str:
        return f"{self.what}: {self.then or 'none'} -> {self.now or 'none'}"


@dataclass(frozen=True, slots=True)
class Environment:
    """machine: system and architecture. cpu: the instructions that torch uses of it. code: the commit"""

    python: str
    machine: str
    cpu: str
    code: str
    packages: Mapping[str, str]

    @classmethod
    def present(cls) -> Environment:
        import torch

        return cls(
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}",
            cpu=torch.backends.cpu.get_cpu_capability(),
            code=commit(),
            packages={name: found for name in PACKAGES if (found := _version(name))},
        )

    def changes_to(self, now: Environment) -> Iterator[Change]:
        for what in ("python", "machine", "cpu", "code"):
            then, present = getattr(self, what), getattr(now, what)
            if then != present and UNKNOWN not in (then, present):
                yield Change(what, then, present)
        for name in dict.fromkeys([*self.packages, *now.packages]):
            if self.packages.get(name) != now.packages.get(name):
                yield Change(name, self.packages.get(name), now.packages.get(name))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
