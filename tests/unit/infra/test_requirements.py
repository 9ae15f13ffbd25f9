"""The lock files hold what pyproject.toml says, and the rules of the licence check."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml

from requirements.check_licences import is_allowed
from requirements.make_lock import ROLES, TORCH_CPU_HASH

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _locked(name: str) -> dict[str, str]:
    """Package -> its entry, hashes included."""
    entries = re.split(r"\n(?=[^\s#])", (ROOT / "requirements" / f"{name}.txt").read_text())
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry}


def _pinned(requirement: str) -> tuple[str, str]:
    name, _, version = requirement.partition("==")
    return re.sub(r"[-_.]+", "-", name.split("[")[0]).lower(), version


def _version(entry: str) -> str:
    return entry.split("==")[1].split()[0]


def test_every_requirement_is_pinned_and_locked_at_that_version() -> None:
    locked = _locked("torch-cuda") | _locked("lock")
    requirements = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]
    for requirement in requirements:
        name, version = _pinned(requirement)
        assert version, f"{requirement} has no version"
        assert _version(locked[name]) == version


@pytest.mark.parametrize("lock", ["lock", "torch-cpu", "torch-cuda", *ROLES])
def test_every_entry_has_hashes(lock: str) -> None:
    assert _locked(lock)
    assert not [name for name, entry in _locked(lock).items() if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_the_versions_of_the_whole(role: str) -> None:
    whole = _locked("lock")
    assert not [name for name, entry in _locked(role).items() if _version(entry) != _version(whole[name])]


def test_torch_is_apart_in_two_builds_of_one_version() -> None:
    cpu, cuda, rest = _locked("torch-cpu"), _locked("torch-cuda"), _locked("lock")
    assert set(cpu) == {"torch"}
    assert TORCH_CPU_HASH in cpu["torch"]
    assert _version(cpu["torch"]) == f"{_version(cuda['torch'])}+cpu"
    assert {"nvidia-cublas", "triton"} <= set(cuda)
    assert not set(cuda) & set(rest)


def test_the_api_installs_without_the_heavy_frameworks() -> None:
    assert not {"torch", "prefect", "mlflow", "bentoml", "onnxruntime", "scikit-learn", "scipy"} & set(_locked("api"))


def test_the_bento_packs_the_locked_versions() -> None:
    locked = _locked("torch-cuda") | _locked("serve")
    packed = yaml.safe_load((ROOT / "bentofile.yaml").read_text())["python"]["packages"]
    for name, version in map(_pinned, packed):
        assert _version(locked[name]) == version


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Apache Software License; MIT License", True),
        ("MIT License\n\nCopyright (c) somebody", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("MIT AND GPL-2.0-only", False),
        ("MIT License; GNU General Public License (GPL)", False),
        ("UNKNOWN", False),
    ],
)
def test_licences(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed
