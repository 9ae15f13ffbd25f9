"""The gate's own service: it serves one version to the gate, and ends with it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import httpx
import pytest

from registry import bundle
from regression.gate.contender import Contender
from regression.gate.material import Material
from regression.gate.private_bento import serving
from regression.gate.service import HttpService
from regression.gate.session import private_service
from regression.references.phantoms import phantom_reference, phantom_sounds
from regression.scoring import ModelSwapped, score
from speechscan.domain.result import ModelRef
from speechscan.errors import Unavailable
from speechscan.settings import Settings

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, mlflow_url="http://127.0.0.1:9")


@pytest.fixture(scope="module")
def challenger() -> Contender:
    return Contender.of(bundle.read(bundle.SHIPPED), ModelRef("speechscan", "folder shipped"))


@pytest.fixture(scope="module")
def few() -> Material:
    whole = Material(phantom_reference(), phantom_sounds)
    return whole.reordered("few", range(8))


def test_the_service_says_what_the_version_says_and_is_gone_afterwards(
    settings: Settings, challenger: Contender, few: Material
) -> None:
    offline = score(few.reference, few.sounds, challenger.scorer, settings.quality_gate)
    with private_service(challenger, settings) as service:
        assert isinstance(service, HttpService)
        for batch in (1, 3):
            served = service.score(few, batch)
            assert [one.status for one in served] == [one.status for one in offline]
            assert [one.probability for one in served] == pytest.approx([one.probability for one in offline], abs=1e-6)
        with pytest.raises(ModelSwapped):
            HttpService(service.url, ModelRef("speechscan", "7"), settings.quality_gate).score(few, 3)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{service.url}/readyz", timeout=2)


def test_a_version_that_nobody_has_is_not_waited_for_for_ever(settings: Settings) -> None:
    with pytest.raises(Unavailable, match=r"was not ready within 1 s"), serving("1", settings, ready_s=1.0):
        pytest.fail("it must not be ready")


def test_a_service_that_ends_is_told_at_once_with_its_last_line(settings: Settings) -> None:
    unsound = settings.model_copy(update={"model_name": "speechscan", "mlflow_url": "http://127.0.0.1:9"})
    with pytest.raises(Unavailable, match=r"ended\. Its last line"), serving("not a number", unsound):
        pytest.fail("it must not be ready")


def _children() -> set[int]:
    with open("/proc/thread-self/children", encoding="ascii") as file:
        return {int(pid) for pid in file.read().split()}


def test_no_process_is_left_when_the_gate_fails_within(settings: Settings, challenger: Contender) -> None:
    before = _children()
    with contextlib.suppress(json.JSONDecodeError), private_service(challenger, settings):
        json.loads("not json")
    assert _children() == before
