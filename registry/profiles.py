"""Finds the training profile of a registered version."""

from __future__ import annotations

from pathlib import Path

from registry import bundle, profile
from registry.bundle import SHIPPED
from registry.profile import BadProfile, Profile
from registry.versions import ModelRegistry
from speechscan.domain.sentence import Sentence, Wording
from speechscan.errors import SpeechScanError

_ABSENT = Wording(
    "profile-absent",
    "Version {version} has no training profile among its evidence: it was trained before there were any, or "
    "registered by another tool. Train it anew with `speechscan train`.",
)
_BAD = Wording("profile-bad", "The training profile of version {version} cannot be used: {problem}")
_OF_ANOTHER = Wording(
    "profile-of-another",
    "The training profile beside version {version} is of another model. Make it anew: "
    "`python -m registry.training.profiling --data FOLDER`, or train again.",
)


class NoProfile(SpeechScanError):
    """The version has no training profile that fits it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def of_version(registry: ModelRegistry, number: str, folder: Path) -> Profile:
    """folder: for what is downloaded. Raises NoProfile, LookupError, Unavailable."""
    digest = bundle.read(registry.download(number, folder / "bundle")).digest
    if digest == bundle.read(SHIPPED).digest:
        path: Path | None = SHIPPED / profile.FILE
    else:
        path = registry.evidence(number, profile.FILE, folder / "evidence")
    if path is None:
        raise NoProfile(_ABSENT(version=number))
    try:
        found = profile.read(path)
    except BadProfile as error:
        raise NoProfile(_BAD(version=number, problem=str(error))) from error
    if found.digest != digest:
        raise NoProfile(_OF_ANOTHER(version=number))
    return found
