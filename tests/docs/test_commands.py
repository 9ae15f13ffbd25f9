"""Whatever the documents tell people to type exists: commands and their options, endpoints, targets of make."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from speechscan.cli.app import app
from tests.docs.places import NOT_TYPED, PYTHON_RUN_BY, Place, kind_of, place_of, reasons
from tests.docs.snippets import ROOT, Snippet, blocks, commands, typed
from tests.openapi.promised import present

_METRIC = re.compile(r"speechscan[_{]")
COMMANDS = [one for one in typed("speechscan") if not _METRIC.match(one.text)]
# Of the API. Other programs' addresses are not ours to promise.
_ADDRESS = re.compile(r"https?://[^/]+:8600(/[^?#\"]*)")
CALLS = [one for one in typed("curl") if one.whole and _ADDRESS.search(one.text)]
TARGETS = typed("make")
MODULES = typed("python -m")
PATHS = present()["paths"]
_APP: Any = typer.main.get_command(app)
_SENDS = ("-d", "--data", "--data-binary", "-F", "--form", "--json")
_PLACEHOLDER = re.compile(r"[A-Z][A-Z_|.]+")


def _places(found: list[Snippet]) -> list[Any]:
    return [pytest.param(one, id=f"{one.place} {one.text[:40]}") for one in found]


@pytest.mark.parametrize("snippet", _places(COMMANDS))
def test_a_command_exists_with_its_options(snippet: Snippet) -> None:
    _parse(snippet)


def test_each_command_of_a_block_is_typed_as_written_or_it_is_said_why_not() -> None:
    assert len(commands()) > 150
    lost = [one for one in commands() if place_of(one) is None and len(reasons(one)) != 1]
    assert lost == []


def test_each_command_that_is_mentioned_is_run_by_a_test() -> None:
    """Also within a sentence: by its words in a row somewhere, or by the last one in the tests of its group."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    everywhere = "".join(text for path, text in sources.items() if path.parent.name != "docs")
    typed_there = {tuple(path) for one in commands() if place_of(one) is not None and (path := _path(one))}
    missing = []
    for words in sorted({tuple(path) for one in COMMANDS if (path := _path(one))} - typed_there):
        of_group = "".join(text for path, text in sources.items() if path.name.startswith(f"test_cli_{words[0]}"))
        in_a_row = r",\s*".join(f'"{word}"' for word in words)
        if not re.search(in_a_row, everywhere) and not re.search(rf'\brun\("{words[-1]}"', of_group):
            missing.append(" ".join(words))
    assert missing == []


def test_what_is_not_typed_is_still_there() -> None:
    found = {pattern for command in commands() for pattern in reasons(command)}
    assert found == set(NOT_TYPED)


@pytest.mark.parametrize("place", Place)
def test_a_place_types_the_commands_of_its_own(place: Place) -> None:
    assert any(place_of(command) is place for command in commands())
    assert re.search(rf'Place\.{place.name}\b|"tutorial.md"', (ROOT / place).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", sorted({*re.findall(r"test_\w+\.py", " ".join(NOT_TYPED.values()))}))
def test_a_reason_names_a_test_that_there_is(file: str) -> None:
    assert list((ROOT / "tests").rglob(file)) != []


def test_a_block_holds_commands_or_it_is_known_what_it_is() -> None:
    """So that no command escapes by a program that nobody has thought of."""
    others = [one for one in blocks() if one.kind not in ("python", "json")]
    assert [one for one in others if not kind_of(one)] == []
    python = {one.place.partition(":")[0] for one in blocks() if one.kind == "python"}
    assert python == set(PYTHON_RUN_BY)


def test_what_runs_the_python_reads_the_page() -> None:
    for document, test in PYTHON_RUN_BY.items():
        assert Path(document).name in (ROOT / test).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("speechscan fly", "no command"),
        ("speechscan keys create clinic --colour red", "--colour"),
        ("speechscan keys revoke", "Missing parameter"),
        ("speechscan gate simulate --trials many", "valid integer"),
    ],
)
def test_a_command_that_does_not_exist_is_found(text: str, told: str) -> None:
    with pytest.raises(Exception, match=told):
        _parse(Snippet("here", text, whole=True))


@pytest.mark.parametrize("snippet", _places(CALLS))
def test_a_call_is_to_an_endpoint(snippet: Snippet) -> None:
    words = snippet.words
    (path,) = [found[1] for word in words if (found := _ADDRESS.match(word))]
    method = words[words.index("-X") + 1].lower() if "-X" in words else ("post" if {*_SENDS} & {*words} else "get")
    matching = [one for one in PATHS if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path)]
    assert any(method in PATHS[one] for one in matching), f"{method} {path}"


@pytest.mark.parametrize("snippet", _places(TARGETS))
def test_a_target_of_make_exists(snippet: Snippet) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = [word for word in snippet.words[1:] if "=" not in word]
    assert set(asked) <= targets


@pytest.mark.parametrize("snippet", _places(MODULES))
def test_a_module_to_run_exists(snippet: Snippet) -> None:
    assert find_spec(snippet.words[2]) is not None


def test_the_documents_tell_what_to_type() -> None:
    assert min(len(COMMANDS), len(CALLS), len(TARGETS), len(MODULES)) > 3


def _path(snippet: Snippet) -> list[str]:
    """The words that name the command; empty for a group, for options alone and for another program."""
    command = _APP
    found = []
    words = snippet.words
    for word in words[words.index("speechscan") + 1 :] if "speechscan" in words else []:
        if not isinstance(command, TyperGroup) or word not in command.commands:
            break
        command = command.commands[word]
        found.append(word)
    return [] if isinstance(command, TyperGroup) else found


def _parse(snippet: Snippet) -> None:
    """Raises what the command line would answer to these words, whatever stands for a placeholder."""
    command = _APP
    words = snippet.words[1:]
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        name = words.pop(0)
        if _PLACEHOLDER.fullmatch(name):
            name = next(iter(command.commands))
        assert name in command.commands, f"no command {name}"
        command = command.commands[name]
    if isinstance(command, TyperGroup) and not words:
        assert not snippet.whole, "no command"
        return
    if words == ["--install-completion"]:
        # Parsing it would change the files of whoever runs the tests.
        assert any(words[0] in parameter.opts for parameter in command.params)
        return
    try:
        # It takes words out of the list that it is given.
        command.make_context(command.name, list(words))
    except typer.Exit:
        pass
    except typer.BadParameter as error:
        mentioned = type(error).__name__ == "MissingParameter" and not snippet.whole
        # A file of the example's own.
        mentioned = mentioned or bool(re.fullmatch(r"file '[\w./-]+' does not exist\.", str(error)))
        if not mentioned and not any(_PLACEHOLDER.fullmatch(word) for word in words):
            raise
