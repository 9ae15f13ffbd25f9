from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in each run, and no deadline: the machine may be busy.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[3]
