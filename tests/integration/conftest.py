"""The whole local stack, started once a session by the real command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from speechscan.settings import Settings
from tests.integration.local_stack import LocalStack, running, speechscan


@dataclass(frozen=True, slots=True)
class Stack:
    local: LocalStack
    settings: Settings
    token: str
    """An API key with all scopes."""


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("stack") / "data"
    # Two of each, as in production: what is counted by process must be right all the same.
    with running(root, settings={"SPEECHSCAN_API_WORKERS": "2", "SPEECHSCAN_SCORER_WORKERS": "2"}) as local:
        made = speechscan("keys", "create", "tests", "--data-dir", str(root))
        assert made.returncode == 0, made.stderr
        yield Stack(local, local.settings, made.stdout.strip())
