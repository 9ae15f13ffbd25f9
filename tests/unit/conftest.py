"""Unit tests open no socket; one that tries fails."""

from __future__ import annotations

import socket
from typing import Any

import pytest

_LOCAL = {socket.AF_UNIX}  # event loops talk to themselves through these


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family not in _LOCAL:
            raise AssertionError(f"a unit test connects to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
