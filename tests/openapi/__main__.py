"""`make openapi`: writes docs/openapi.json, the document that clients have been promised, from the code."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tests.openapi.compatibility import breaks
from tests.openapi.promised import PATH, present, written


def main(
    breaking: Annotated[bool, typer.Option(help="Write it even if clients of the old one break.")] = False,
) -> None:
    """Refuses to write what would break clients, unless asked to."""
    made = present()
    found = breaks(json.loads(PATH.read_text(encoding="utf-8")), made) if PATH.exists() else []
    for one in found:
        typer.echo(one, err=True)
    if found and not breaking:
        typer.echo(
            "Nothing was written. If this is meant: make openapi ARGS=--breaking, and a line in CHANGELOG.md", err=True
        )
        raise typer.Exit(1)
    PATH.write_text(written(made), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
