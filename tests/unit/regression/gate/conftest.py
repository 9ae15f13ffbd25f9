from __future__ import annotations

import pytest

from registry import bundle
from registry.bundle import Bundle
from regression.gate import policy
from regression.gate.policy import Policy


@pytest.fixture(scope="session")
def rules() -> Policy:
    return policy.read()


@pytest.fixture(scope="session")
def shipped() -> Bundle:
    return bundle.read(bundle.SHIPPED)
