"""Whatever the documents tell people to type exists: commands and their options, endpoints, targets of make."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from speechscan.cli.app import app
from tests.docs.snippets import ROOT, Snippet, typed
from tests.openapi.promised import present

_METRIC = re.compile(r"speechscan[_{]")
COMMANDS = [one for one in typed("speechscan") if not _METRIC.match(one.text)]
# Of the API. Other programs' addresses are not ours to promise.
_ADDRESS = re.compile(r"https?://[^/]+:8600(/[^?#\"]*)")
CALLS = [one for one in typed("curl") if one.whole and _ADDRESS.search(one.text)]
TARGETS = typed("make")
MODULES = typed("python -m")
PATHS = present()["paths"]
_SENDS = ("-d", "--data", "--data-binary", "-F", "--form", "--json")
_PLACEHOLDER = re.compile(r"[A-Z][A-Z_|.]+")


def _places(found: list[Snippet]) -> list[Any]:
    return [pytest.param(one, id=f"{one.place} {one.text[:40]}") for one in found]


@pytest.mark.parametrize("snippet", _places(COMMANDS))
def test_a_command_exists_with_its_options(snippet: Snippet) -> None:
    _parse(snippet)


def test_each_command_of_the_documents_is_run_by_a_test() -> None:
    """Somewhere, with real parts: by its words in a row, or by the last one in the tests of its group."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    everywhere = "".join(text for path, text in sources.items() if path.parent.name != "docs")
    missing = []
    for words in sorted({tuple(path) for one in COMMANDS if (path := _path(one))}):
        of_group = "".join(text for path, text in sources.items() if path.name.startswith(f"test_cli_{words[0]}"))
        in_a_row = r",\s*".join(f'"{word}"' for word in words)
        if not re.search(in_a_row, everywhere) and not re.search(rf'\brun\("{words[-1]}"', of_group):
            missing.append(" ".join(words))
    assert missing == []


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
    """The words that name the command; empty for a group or for options alone."""
    command: Any = typer.main.get_command(app)
    found = []
    for word in snippet.words[1:]:
        if not isinstance(command, TyperGroup) or word not in command.commands:
            break
        command = command.commands[word]
        found.append(word)
    return [] if isinstance(command, TyperGroup) else found


def _parse(snippet: Snippet) -> None:
    """Raises what the command line would answer to these words, whatever stands for a placeholder."""
    command: Any = typer.main.get_command(app)
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
        mentioned = mentioned or bool(re.fullmatch(r"file '[\w.]+' does not exist\.", str(error)))
        if not mentioned and not any(_PLACEHOLDER.fullmatch(word) for word in words):
            raise
