"""What a machine needs that has the client and nothing of the service: the wheel, and what that requires by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[4]
PAGE = " ".join((ROOT / "docs" / "client.md").read_text(encoding="utf-8").split())
OF_THE_CLIENT = ("httpx", "httpx-sse", "pydantic", "tenacity")
"""As docs/client.md and the package itself say."""
_BLOCKED = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError("not installed there", name=name)
sys.meta_path.insert(0, Absent())
"""
_IMPORT = "import speechscan.client; print(speechscan.__file__)"
_COMMAND = """
sys.argv = ["speechscan", "jobs", "list", "--url", "http://127.0.0.1:9", "--key", "sps_x"]
from speechscan.cli import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("speechscan-*.whl")
    return built


def required(names: Iterable[str]) -> set[str]:
    """With all that these require in their turn, extras left out."""
    found: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _requirements(distribution(name).requires or [])
    return found


def _requirements(lines: Iterable[str]) -> list[str]:
    wanted = map(Requirement, lines)
    return [canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]


def run_there(wheel: Path, installed: set[str], program: str) -> subprocess.CompletedProcess[str]:
    """In a process that finds SpeechScan in the wheel, and of all other packages these alone."""
    modules = packages_distributions()
    absent = {
        module
        for module, owners in modules.items()
        if not {canonicalize_name(owner) for owner in owners} & {*installed, "speechscan"}
    }
    return subprocess.run(
        [sys.executable, "-c", _BLOCKED.format(absent=absent) + program],
        cwd=wheel.parent,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_client_needs_what_its_page_says(wheel: Path) -> None:
    assert f"It needs {', '.join(OF_THE_CLIENT[:-1])} and {OF_THE_CLIENT[-1]}" in PAGE
    ended = run_there(wheel, required(OF_THE_CLIENT), _IMPORT)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(str(wheel))


def test_the_wheel_requires_that_and_what_the_command_needs(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        (metadata,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        lines = file.read(metadata).decode().splitlines()
    wanted = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist: ")]
    direct = _requirements(wanted)
    of_the_client = [line for name in OF_THE_CLIENT for line in wanted if line.startswith(f"{name}==")]
    assert f"python -m pip install --no-deps {wheel.name} python -m pip install {' '.join(of_the_client)}" in PAGE
    ended = run_there(wheel, required(direct), _COMMAND)
    assert (ended.returncode, ended.stdout) == (3, ""), ended.stderr
    assert ended.stderr.startswith("SpeechScan does not answer at http://127.0.0.1:9.")


def test_without_one_of_them_it_would_be_seen(wheel: Path) -> None:
    ended = run_there(wheel, required({*OF_THE_CLIENT} - {"httpx-sse"}), _IMPORT)
    assert "not installed there" in ended.stderr
