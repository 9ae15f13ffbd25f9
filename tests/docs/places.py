"""Where each command of the documents is typed, or why it is not."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from tests.docs.snippets import Block, Snippet, is_command, joined


class Place(StrEnum):
    API = "tests/integration/test_documents_api.py"
    FOLDER = "tests/integration/test_documents_folder.py"
    STACK = "tests/integration/test_stack_documents.py"
    GATE = "tests/integration/test_gate.py"
    TUTORIAL = "tests/integration/test_stack_tutorial.py"


# The first that matches a whole command, without its comment, decides.
_TYPED: Final = (
    (Place.API, r"(SPEECHSCAN_API_KEY=\$KEY )?speechscan (submit|jobs|batch|reports|webhook) .*"),
    (Place.API, r"speechscan models (card .*|.* --url .*)"),
    (Place.API, r"curl .*(/v1/.*| URL)"),
    (Place.FOLDER, r"speechscan phantoms FOLDER.*"),
    (Place.FOLDER, r"speechscan data (import folder|check) .*"),
    (Place.FOLDER, r"speechscan predict judging/ --recursive --csv scores.csv"),
    (Place.FOLDER, r"speechscan --install-completion"),
    (Place.FOLDER, r"bentoml build"),
    (Place.GATE, r"speechscan regress --challenger new --champion old --reference judges --no-service --out report"),
    (Place.STACK, r"speechscan (status|keys create .*|webhooks .*|models .*)"),
    (Place.STACK, r"speechscan reference (add|list|show|retire).*"),
    (Place.STACK, r"speechscan regress --golden --model models:/speechscan@champion --reference phantoms"),
    (Place.STACK, r"curl .*/(healthz|readyz)"),
    (Place.STACK, r"(tail|grep|du) .*\.speechscan/.*"),
    (Place.STACK, r"python -m registry\.bootstrap"),
)
NOT_TYPED: Final = {
    r"python -m pip .*": "fetches packages; test_client_install.py builds the wheel, and runs it with those alone",
    r"git clone .*|cd speechscan|make (demo|setup|test)|export PATH=.*": "makes the environment, as the check of each "
    "commit does; test_stack_demo.py demonstrates",
    r"(KEY|SPEECHSCAN_OTLP_ENDPOINT)=\S+": "sets a variable",
    r"speechscan up": "starts the stack, as every test that is marked `stack` does",
    r"speechscan train(?!.*--backbone).*": "trains for minutes; test_train_flow.py trains with --quick on little",
    r"speechscan train.*--backbone .*": "needs the weights of wav2vec 2.0; test_embedding.py trains on a tiny one",
    r"python -m registry\.training\.profiling .*": "writes beside the shipped model; test_profile.py types it "
    "in a copy",
    r"speechscan phantoms FOLDER .*--(label-noise|shortcut).*": "as one without flaws; test_cohort.py has small ones",
    r"speechscan phantoms (heard|misheard|judges) .*": "cohorts to train on, for minutes; test_gate.py has small ones",
    r"speechscan predict FOLDER --json": "test_predict.py types it",
    r"speechscan predict .* --model models:/speechscan/7 .*": "needs that version; test_predict.py names the champion",
    r"speechscan (gate|drift) simulate.*": "simulates for minutes; test_cli_gate.py and test_simulation.py do in small",
    r"speechscan regress --challenger (?!new --champion old ).*": "needs one's own; test_gate.py judges some",
    r"speechscan regress --golden": "test_cli_regress.py types it",
    r"speechscan regress --golden --write": "writes into this repository; test_cli_regress.py types it in a copy",
    r"speechscan regress --golden .*--reference clinic": "needs golden scores of a clinic's; typed with phantoms alone",
    r"speechscan reference from-outcomes .*": "needs confirmed outcomes; test_end_to_end.py confirms some and types it",
    r"speechscan data import torgo .*": "needs a corpus that is not ours to pass on; test_cli_data.py invents one",
    r"bentoml serve .*": "serves until it is stopped; test_bento.py starts it",
    r"prometheus .*": "is no part of the environment; test_stack_prometheus.py starts it where there is one",
    r"promtool .*": "is no part of the environment; test_alert_rules.py runs it where there is one",
    r"(export (SPEECHSCAN_DASHBOARDS|GF_)|GF_).*": "needs Grafana, which no Python index has; see test_dashboards.py",
}
"""The whole command, without its comment, and the reason."""

PYTHON_RUN_BY: Final = {
    "docs/backbones.md": "tests/unit/registry/test_backbones.py",
    "docs/batches.md": Place.API,
    "docs/client.md": Place.API,
    "docs/phantoms.md": Place.FOLDER,
    "docs/webhooks.md": "tests/unit/api/webhooks/test_page.py",
}
# How a block begins that is neither Python nor for a shell. The alerts' tests hold metrics to those that there are.
_OTHER: Final = {
    r"client, web page ──": "a picture",
    r'"acoustic_notes": ': "fields of a result; test_sentence.py and test_result.py make them",
    r"config\.json ": "files of a checkpoint",
    r"file,subject,task\n": "a table; test_client_batches.py sends one",
    r"key,subject,task\n": "a manifest; test_documents_api.py makes one",
    r"healthy/p01/a\.wav": "files of a folder",
    r"manifest\.csv: 10 clips": "what a command prints",
    r"sqlalchemy\.exc\.": "an error's text",
    r"https://YOUR-DOCS/": "a template for Alertmanager",
    r"POST /speechscan\n": "a request that SpeechScan sends",
    r"voices/synthetic-vowel-a-120hz\.wav: ": "what a command prints; test_stack_tutorial.py compares it",
}
_QUERY = re.compile(r"[a-z_0-9]+( by \([a-z, _]+\))? ?\(.*\)|[a-z_]+(:\w+)*(\{.*\})?")


def kind_of(block: Block) -> str:
    """Commands, queries for Prometheus, or what the table above has; empty if it is not known."""
    lines = [text for _, text in joined(block.content) if text]
    if block.place.startswith("docs/runbooks/"):
        lines = [line for line in lines if not _QUERY.fullmatch(line)]
    if all(map(is_command, lines)):
        return "commands, queries"
    return next((kind for start, kind in _OTHER.items() if re.match(start, block.content)), "")


def place_of(command: Snippet) -> Place | None:
    """None if it is not typed."""
    if reasons(command):
        return None
    if command.place.startswith("docs/tutorial.md"):
        return Place.TUTORIAL
    return next((place for place, pattern in _TYPED if re.fullmatch(pattern, command.plain)), None)


def reasons(command: Snippet) -> list[str]:
    return [pattern for pattern in NOT_TYPED if re.fullmatch(pattern, command.plain)]
