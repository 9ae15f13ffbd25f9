"""Versions of the model."""

from __future__ import annotations

from speechscan.client import paths
from speechscan.client.answers.version import Champion, VersionList
from speechscan.client.call import Call, as_answer, as_text


def champion() -> Call[Champion]:
    return Call(method="GET", path=paths.CHAMPION, read=as_answer(Champion))


def versions() -> Call[VersionList]:
    return Call(method="GET", path=paths.MODELS, read=as_answer(VersionList))


def card(version: str) -> Call[str]:
    return Call(method="GET", path=paths.card(version), read=as_text)
