"""Manifests that commands write. They are UTF-8 text, and must lead back to the files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechscan.cli.printable import is_text, printable
from speechscan.errors import InvalidRequest

if TYPE_CHECKING:
    from registry.data.manifest import Clip


def write(path: Path, clips: Sequence[Clip]) -> None:
    """Raises InvalidRequest, and writes nothing, where a name is no UTF-8."""
    from registry.data import manifest

    folder = Path(os.path.abspath(path.parent))
    for clip in clips:
        if not is_text(_from(folder, Path(os.path.abspath(clip.path)))):
            raise InvalidRequest(
                f"The name of {printable(clip.path)} is no UTF-8, so that a manifest cannot say which file it is. "
                "Rename it, and do this again. The program convmv renames all files of a folder."
            )
        for column, name in (("corpus", clip.corpus), ("licence", clip.licence)):
            if not is_text(name):
                raise InvalidRequest(f"The {column} {printable(name)} is no UTF-8. Give another with --{column}.")
    manifest.write(path, clips)


def _from(folder: Path, path: Path) -> Path:
    """What of the path the manifest has."""
    return path.relative_to(folder) if path.is_relative_to(folder) else path
