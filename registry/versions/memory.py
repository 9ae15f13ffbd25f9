"""A registry without a server, for tests. Held to the same contract test as MLflow."""

from __future__ import annotations

from pathlib import Path

from registry.bundle import Bundle
from registry.versions.base import ModelVersion
from speechscan.errors import Unavailable


class MemoryRegistry:
    def __init__(self) -> None:
        self._stored: dict[str, tuple[ModelVersion, dict[str, bytes]]] = {}
        self._evidence: dict[str, dict[str, bytes]] = {}
        self._aliases: dict[str, str] = {}
        self.away = False

    def resolve(self, alias: str) -> str | None:
        self._reach()
        return self._aliases.get(alias)

    def versions(self) -> list[ModelVersion]:
        self._reach()
        return [version for version, _ in self._stored.values()]

    def register(self, bundle: Bundle, evidence: Path | None = None) -> str:
        self._reach()
        number = str(len(self._stored) + 1)
        files = {name: (bundle.folder / name).read_bytes() for name in bundle.files}
        self._stored[number] = (ModelVersion(number, bundle.digest), files)
        self._evidence[number] = {path.name: path.read_bytes() for path in evidence.iterdir()} if evidence else {}
        return number

    def evidence(self, number: str, name: str, folder: Path) -> Path | None:
        self._reach()
        self._find(number)
        content = self._evidence[number].get(name)
        if content is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name

    def set_alias(self, alias: str, number: str) -> None:
        self._reach()
        self._find(number)
        self._aliases[alias] = number

    def download(self, number: str, folder: Path) -> Path:
        self._reach()
        target = folder / number
        target.mkdir(parents=True, exist_ok=True)
        for name, content in self._find(number)[1].items():
            (target / name).write_bytes(content)
        return target

    def _find(self, number: str) -> tuple[ModelVersion, dict[str, bytes]]:
        try:
            return self._stored[number]
        except KeyError:
            raise LookupError(f"there is no version {number}") from None

    def _reach(self) -> None:
        if self.away:
            raise Unavailable("registry", "The model registry is away.")
