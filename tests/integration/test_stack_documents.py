"""Commands of the documents for whoever runs the service, as they are written, beside the whole stack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from infra.stack.ports import Ports
from tests.docs.places import Place, place_of
from tests.docs.snippets import Snippet, commands
from tests.integration.conftest import Stack
from tests.integration.terminal import Terminal
from tests.labelled_people import write_manifest, write_people

pytestmark = pytest.mark.stack

COMMANDS = {one.plain: one for one in commands() if place_of(one) is Place.STACK}
# What the page leaves to the reader. The tutorial, beside the same stack, has the key of my-clinic.
FILLED = {
    r"\bNAME\b": "phantoms",
    r"\bVERSION\b": "1",
    r"ID\.\.\.": str(uuid4()),
    r"--manifest M --audio DIR": "--manifest clinic.csv --audio recordings/",
    r"\bmy-clinic\b": "clinic-of-the-documents",
}
# grep that finds nothing says 1, and for a file that is not there 2. `regress --golden` says 2 where no nightly
# regression has made golden scores yet, as the page of the command has it. No delivery is dead here, so resending by an
# id says so with 1.
FINE = {"grep": (0, 1), "speechscan regress": (0, 2), "speechscan webhooks resend ": (0, 1)}


@pytest.fixture(scope="module")
def terminal(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / ".speechscan").symlink_to(stack.local.folder.root)
    write_manifest(folder / "clinic.csv", write_people(folder / "recordings"))
    write_manifest(folder / "judging" / "manifest.csv", write_people(folder / "judging"))
    real = {Ports().url(name): stack.local.ports.url(name) for name in ("api", "bento")}
    made = Terminal(folder, {"SPEECHSCAN_DATA_DIR": str(stack.local.folder.root)}, real)
    yield made
    # The stack is shared: later tests promote without a clinical reference set.
    made.type("speechscan reference retire clinic")


@pytest.mark.parametrize("snippet", COMMANDS.values(), ids=[f"{c.place} {c.plain[:60]}" for c in COMMANDS.values()])
def test_a_command_does_what_the_page_says(terminal: Terminal, snippet: Snippet) -> None:
    line = snippet.plain
    for placeholder, value in FILLED.items():
        line = re.sub(placeholder, value, line)
    ended = terminal.type(line)
    fine = next((statuses for start, statuses in FINE.items() if line.startswith(start)), (0,))
    assert ended.status in fine, (line, ended)
    assert "regress" not in line or "golden scores" in ended.out or "say what they said" in ended.out
    assert "resend" not in line or "deliveries are pending again" in ended.out
    if line.startswith("curl"):
        assert ended.err == "200"
