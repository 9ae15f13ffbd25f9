"""A registry without a server, for tests. Held to the same contract test as MLflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from registry.bundle import Bundle
from registry.versions.base import ModelVersion, shortened
from speechscan.errors import Unavailable

_EVIDENCE = "evidence/"


@dataclass
class _Stored:
    version: ModelVersion
    files: dict[str, bytes]
    attached: dict[str, bytes]


class MemoryRegistry:
    """away: whether all calls fail. calls_left: so many more succeed, then all fail; None for no limit."""

    def __init__(self, name: str = "speechscan") -> None:
        self._name = name
        self._stored: dict[str, _Stored] = {}
        self._aliases: dict[str, str] = {}
        self.away = False
        self.calls_left: int | None = None

    @property
    def name(self) -> str:
        return self._name

    def resolve(self, alias: str) -> str | None:
        self._reach()
        return self._aliases.get(alias)

    def aliases(self) -> dict[str, str]:
        self._reach()
        return dict(self._aliases)

    def versions(self) -> list[ModelVersion]:
        self._reach()
        return [stored.version for stored in self._stored.values()]

    def register(self, bundle: Bundle, evidence: Path | None = None) -> str:
        self._reach()
        number = str(len(self._stored) + 1)
        files = {name: (bundle.folder / name).read_bytes() for name in bundle.files}
        kept = _evidence(evidence) if evidence else {}
        self._stored[number] = _Stored(ModelVersion(number, bundle.digest, description=bundle.card), files, kept)
        return number

    def evidence(self, number: str, name: str, folder: Path) -> Path | None:
        self._reach()
        content = self._find(number).attached.get(f"{_EVIDENCE}{name}")
        if content is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name

    def set_alias(self, alias: str, number: str) -> None:
        self._reach()
        self._find(number)
        self._aliases[alias] = number

    def delete_alias(self, alias: str) -> None:
        self._reach()
        self._aliases.pop(alias, None)

    def tag(self, number: str, tags: Mapping[str, str]) -> None:
        self._reach()
        found = self._find(number)
        found.version = replace(found.version, tags={**found.version.tags, **tags})

    def describe(self, number: str, text: str) -> None:
        self._reach()
        found = self._find(number)
        found.version = replace(found.version, description=shortened(text, "The rest is left out."))

    def attach(self, number: str, path: Path, under: str) -> None:
        self._reach()
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        for file in files:
            name = file.relative_to(path.parent).as_posix()
            self._find(number).attached[f"{under}/{name}"] = file.read_bytes()

    def attached(self, number: str) -> dict[str, bytes]:
        """Name -> content, for tests."""
        return dict(self._find(number).attached)

    def files(self, number: str) -> dict[str, bytes]:
        """The bundle's own dictionary: a test that tampers with a version changes this."""
        return self._find(number).files

    def download(self, number: str, folder: Path) -> Path:
        self._reach()
        target = folder / number
        target.mkdir(parents=True, exist_ok=True)
        for name, content in self._find(number).files.items():
            (target / name).write_bytes(content)
        return target

    def _find(self, number: str) -> _Stored:
        try:
            return self._stored[number]
        except KeyError:
            raise LookupError(f"there is no version {number}") from None

    def _reach(self) -> None:
        if self.away or self.calls_left == 0:
            raise Unavailable("registry", "The model registry is away.")
        if self.calls_left is not None:
            self.calls_left -= 1


def _evidence(folder: Path) -> dict[str, bytes]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {f"{_EVIDENCE}{file.relative_to(folder).as_posix()}": file.read_bytes() for file in files}
