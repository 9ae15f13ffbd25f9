from __future__ import annotations

from pathlib import Path

import pytest

from regression.references.admission import Admitted, admit
from regression.references.store import ReferenceStore
from speechscan.storage import MemoryStore
from tests.cohorts import cohort_folder


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of eight synthetic speakers, two clips each."""
    return cohort_folder(tmp_path_factory.mktemp("cohort"), 8, seed=3)


@pytest.fixture(scope="session")
def admitted(clips: Path) -> Admitted:
    """The check alone takes half a second."""
    return admit(clips)


@pytest.fixture
def objects() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def store(objects: MemoryStore) -> ReferenceStore:
    return ReferenceStore(objects)
