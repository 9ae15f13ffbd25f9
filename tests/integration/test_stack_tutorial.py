"""The tutorial, typed as it is written. Ports and data folder are the shared stack's, by the environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from regression.phantoms import encode, vowel
from speechscan.domain.disclaimer import DISCLAIMER
from tests.docs.snippets import ROOT
from tests.integration.conftest import Stack
from tests.integration.local_stack import shell

pytestmark = pytest.mark.stack
_BLOCKS = [t for t in MarkdownIt().parse((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")) if t.content]
TYPED = [block.content for block in _BLOCKS if block.type == "code_block"]
(PRINTED,) = [block.content for block in _BLOCKS if block.info == "text"]
(SHOWN,) = [json.loads(block.content) for block in _BLOCKS if block.info == "json"]
# What the session has done already: the environment, and the stack that runs.
DONE = 2


def _environment(stack: Stack, folder: Path) -> dict[str, str]:
    ports = stack.local.ports
    (folder / ".curlrc").write_text(f'connect-to = "127.0.0.1:8600:127.0.0.1:{ports["api"]}"\n', encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**shell(), "PATH": path, "CURL_HOME": str(folder), "SPEECHSCAN_DATA_DIR": str(stack.local.folder.root)}


@pytest.fixture(scope="module")
def answers(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each block printed, by its last line."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "my-voice.wav").write_bytes(encode(vowel(2, f0_hz=170.0, duration_s=5.0), "wav"))
    script = "\nprintf '\\f'\n".join(["set -euo pipefail", *TYPED[DONE:]])
    ended = subprocess.run(
        ["bash", "-c", script],
        env=_environment(stack, folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    printed = ended.stdout.split("\f")[1:]
    return dict(zip((block.splitlines()[-1] for block in TYPED[DONE:]), printed, strict=True))


def _printed(answers: dict[str, str], words: str) -> str:
    (found,) = [printed for line, printed in answers.items() if words in line]
    return found


def test_only_what_makes_the_environment_and_starts_the_stack_is_not_typed() -> None:
    told = [line for block in TYPED[:DONE] for line in block.splitlines()]
    assert [line.split()[0] for line in told] == ["git", "cd", "make", "export", "speechscan"]
    assert told[-1] == "speechscan up"


def test_the_command_prints_what_is_shown(answers: dict[str, str]) -> None:
    printed = _printed(answers, "submit voices/").splitlines()
    assert [line for line in PRINTED.splitlines() if line not in printed] == []
    assert any(DISCLAIMER in line for line in printed)


def test_the_synthetic_voice_gets_the_result_that_is_shown(answers: dict[str, str]) -> None:
    (job,) = _jobs(_printed(answers, "?wait=30"))
    assert _differences(SHOWN, job) == []


def test_the_own_recording_gets_a_result_and_one_recording_is_erased(answers: dict[str, str]) -> None:
    verdict = _printed(answers, "submit my-voice.wav").splitlines()[0]
    assert re.fullmatch(r"my-voice\.wav: (no signs|signs) of dysarthria found|my-voice\.wav: inconclusive.*", verdict)
    (job,) = _jobs(_printed(answers, "?wait=30"))
    listed, erased = _printed(answers, "jobs delete").split(f"{job['id']}: ")
    assert job["id"] in listed
    assert erased.splitlines()[0] == "deleted"


def _jobs(printed: str) -> list[dict[str, Any]]:
    """JSON documents, one after the other."""
    found, rest = [], printed[printed.find("{") :].strip()
    while rest:
        document, end = json.JSONDecoder().raw_decode(rest)
        found.append(document)
        rest = rest[end:].strip()
    return found


def _differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """Where what is shown is not so. Lists may go on, documents may have more; numbers are shown with two digits."""
    if isinstance(shown, dict):
        return [d for name, one in shown.items() for d in _differences(one, real.get(name), f"{where}.{name}")]
    if isinstance(shown, list):
        return [d for n, one in enumerate(shown) for d in _differences(one, real[n], f"{where}[{n}]")]
    same = abs(shown - real) < 0.01 if isinstance(shown, float) else shown == real
    return [] if same else [f"{where}: {shown} is shown, {real} came"]
