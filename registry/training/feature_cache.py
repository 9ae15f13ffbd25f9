"""Descriptions of clips on disk, one file a clip, so that a training that broke off goes on where it was.

Keyed by the SHA-256 of the samples, as the check of a manifest tells it, by a version that is the digest of the code
which describes them, so that nobody can forget to raise it, and by the identity of the backbone, if there is one.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

import registry
from registry.backbones.base import Backbone
from registry.data.sound import digest, load
from registry.pcm import Pcm
from registry.training.described import NAMES, Described, describe

_SOURCES = ("log_mel.py", "measures/**/*.py", "training/described.py")


@cache
def feature_version() -> str:
    root = Path(registry.__file__).parent
    found = sorted(path for pattern in _SOURCES for path in root.glob(pattern))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in found)).hexdigest()[:12]


class FeatureCache:
    """`folder` None keeps nothing."""

    def __init__(self, folder: Path | None, backbone: Backbone | None = None) -> None:
        version = feature_version() if backbone is None else f"{feature_version()}-{backbone.identity}"
        self._folder = None if folder is None else folder / version
        self._backbone = backbone

    def described(self, samples: Pcm) -> Described:
        if self._folder is None:
            return describe(samples, self._backbone)
        path = self._folder / f"{digest(samples)}.npz"
        stored = _read(path)
        if stored is None:
            stored = describe(samples, self._backbone)
            _write(path, stored)
        return stored

    def of_file(self, path: Path, sha256: str) -> Described:
        """Decodes nothing if the sound is known. What is stored anew bears the digest of what was read, so a file that
        has changed since its check spoils no entry."""
        stored = None if self._folder is None else _read(self._folder / f"{sha256}.npz")
        return self.described(load(path)) if stored is None else stored


def _read(path: Path) -> Described | None:
    """None where nothing is stored, or what a broken disk left is no entry: it is made anew."""
    try:
        # Opened here: of a broken file numpy would leave its own handle open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if tuple(stored["names"]) == NAMES:
                return Described(stored["measured"], stored["timbre"], stored["task"])
    except (FileNotFoundError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return None


def _write(path: Path, entry: Described) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part.npz")
    np.savez(partial, names=np.array(NAMES), measured=entry.measured, timbre=entry.timbre, task=entry.task)
    partial.replace(path)
