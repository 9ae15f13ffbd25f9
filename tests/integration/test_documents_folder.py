"""Commands and Python of the documents that need a folder and no server, as they are written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.places import Place, place_of
from tests.docs.snippets import Snippet, blocks, commands
from tests.integration.local_stack import ROOT
from tests.integration.terminal import Terminal
from tests.labelled_people import write_manifest, write_people

COMMANDS = {one.plain: one for one in commands() if place_of(one) is Place.FOLDER}
CODE = {block.place: block for block in blocks() if block.kind == "python" and "docs/phantoms.md" in block.place}
# They set up the logs of their process, or look at the shell that they were started by.
OF_ITS_OWN_PROCESS = r"speechscan (predict|--install)"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_people(tmp_path_factory.mktemp("people"))


@pytest.fixture
def terminal(people: Path, tmp_path: Path) -> Terminal:
    for name in ("training", "judging", "torgo"):
        shutil.copytree(people, tmp_path / name)
    folders = {"SPEECHSCAN_DATA_DIR": str(tmp_path / "none"), "BENTOML_HOME": str(tmp_path / "packed")}
    return Terminal(tmp_path, {**folders, "BENTOML_DO_NOT_TRACK": "true"}, {})


@pytest.fixture
def manifests(terminal: Terminal, people: Path) -> None:
    """Under the names that the documents have for it."""
    shutil.copytree(people, terminal.folder, dirs_exist_ok=True)
    for name in ("training/manifest.csv", "manifest.csv", "torgo.csv"):
        path = terminal.folder / name
        write_manifest(path, path.parent if path.parent != terminal.folder else people)


@pytest.mark.parametrize("snippet", COMMANDS.values(), ids=[f"{c.place} {c.plain[:60]}" for c in COMMANDS.values()])
def test_a_command_does_what_the_page_says(
    terminal: Terminal, snippet: Snippet, request: pytest.FixtureRequest
) -> None:
    line = snippet.plain
    if "data check" in line:
        request.getfixturevalue("manifests")
    if line == "bentoml build":
        line = f"cd {ROOT} && {line}"
    ended = terminal.bash(line) if re.match(OF_ITS_OWN_PROCESS, line) else terminal.type(line)
    assert ended.status == 0, (line, ended)
    for written in re.findall(r"(?:--out|--csv|phantoms) (\S+)", line):
        assert (terminal.folder / written).exists(), line
    if "bentoml build" in line:
        assert list((terminal.folder / "packed").glob("bentos/*/*/src/bentos/service.py"))
    if "--install-completion" in line:
        assert _completed(terminal, "speechscan", "jo") == ["jobs"]
        assert _completed(terminal, "speechscan", "jobs", "list", "--state", "c") == ["completed", "cancelled"]


def _completed(terminal: Terminal, *words: str) -> list[str]:
    """What a bash that has been started anew offers."""
    typed = f"COMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}"
    return terminal.bash(
        f"source .bashrc; {typed}; _speechscan_completion speechscan; echo ${{COMPREPLY[@]}}"
    ).out.split()


@pytest.mark.parametrize("place", CODE)
def test_the_code_runs_as_it_stands(terminal: Terminal, place: str) -> None:
    ended = terminal.python(CODE[place].content)
    assert (ended.status, ended.err) == (0, ""), ended.err
    assert "(" in ended.out
