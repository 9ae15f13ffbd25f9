"""Writes the lock files with hashes from pyproject.toml: `make lock`.

lock.txt        everything but torch, all roles, for development, tests and the local stack
torch-cpu.txt   torch's CPU build: on an index of its own, which pip must be configured for
torch-cuda.txt  torch's public build and the CUDA packages that it requires, some gigabytes
api.txt, ...    one role alone with tracing, the same versions, but for torch

Two files for torch rather than one entry with both hashes: of several files that fit an entry, pip prefers the one
whose hash the index states, and so takes the public build even where the CPU build is at hand.

What is locked stays at its version where pyproject.toml allows it; `make lock ARGS=--upgrade` takes the newest.
Then run all tests: sets of newest versions that install well have broken at run time.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PYPROJECT = HERE.parent / "pyproject.toml"
ROLES = {
    "api": ["api", "tracing"],
    "worker": ["worker", "tracing"],  # the screening worker
    "serve": ["serve", "tracing"],
    # The worker of the deployments, which runs every other flow.
    "deployments": ["worker", "serve", "train", "regression", "watch", "tracing"],
}
# manylinux_2_34, since PostgreSQL's wheel needs glibc 2.34.
TARGET = ["--python-version", "3.11", "--python-platform", "x86_64-manylinux_2_34"]
# torch's CPU build has the same version under a local label. cp311, manylinux_2_28_x86_64.
TORCH_CPU_HASH = "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"
_TORCH = re.compile(r"torch==|triton==|cuda-|nvidia-(?!ml-py)")  # nvidia-ml-py is BentoML's
_HEAD = "# Made by `make lock` from pyproject.toml. Do not edit.\n"


def main() -> None:
    locked = "".join((HERE / name).read_text(encoding="utf-8") for name in ("lock.txt", "torch-cuda.txt"))
    everything = _compile("--all-extras", *sys.argv[1:], preferred=locked)
    torch = next(entry for entry in everything if entry.startswith("torch=="))
    _write("lock.txt", [entry for entry in everything if not _TORCH.match(entry)])
    _write("torch-cpu.txt", [f"{torch.split()[0]}+cpu \\\n    --hash=sha256:{TORCH_CPU_HASH}"])
    _write("torch-cuda.txt", [entry for entry in everything if _TORCH.match(entry)])
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        constraints.writelines(f"{entry.split()[0]}\n" for entry in everything)
        constraints.flush()
        for role, extras in ROLES.items():
            chosen = [word for extra in extras for word in ("--extra", extra)]
            entries = _compile(*chosen, "--constraint", constraints.name)
            _write(f"{role}.txt", [entry for entry in entries if not _TORCH.match(entry)])


def _compile(*arguments: str, preferred: str = "") -> list[str]:
    """One entry a package: its line and its hashes."""
    command = [sys.executable, "-m", "uv", "pip", "compile", str(PYPROJECT), "--generate-hashes", "--no-annotate"]
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as out:
        # uv keeps what the output file pins already.
        out.write(preferred)
        out.flush()
        options = ["--no-header", "--quiet", "--output-file", out.name, *TARGET, *arguments]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
        return re.split(r"\n(?=\S)", Path(out.name).read_text(encoding="utf-8").strip())


def _write(name: str, entries: list[str]) -> None:
    (HERE / name).write_text(_HEAD + "\n".join(entries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
