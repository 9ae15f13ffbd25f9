"""Phantoms as a folder of files, with what is known of each in a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from regression.phantoms.encoding import encode
from regression.phantoms.phantom import Phantom
from regression.phantoms.truth import Truth

_README = """\
# Synthetic voices

Made by `speechscan phantoms` from fixed seeds. No person spoke any of this, and nothing that a model says of these
files is a statement about anybody's speech. Do not mix them with recordings of people.

`truth.csv` has what is known of each file, from its making: F0 (Hz), jitter, shimmer, tremor (Hz, depth), HNR and SNR
(dB), share of clipped samples, sounding time and pauses (s), syllables and their rate (1/s). An empty field: there is
none. The columns are explained in `regression/phantoms/truth.py`.
"""


def write(folder: Path, phantoms: Mapping[str, Phantom], format: str = "wav") -> Iterator[str]:
    """Writes one file after the other and yields its name; the table and the README come last."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for phantom in phantoms.values():
        voice = phantom.voice()
        name = f"{voice.name}.{format}"
        (folder / name).write_bytes(encode(voice.samples, format))
        rows.append({"file": name, "seed": phantom.seed, **asdict(voice.truth)})
        yield name
    with (folder / "truth.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, ["file", "seed", *(field.name for field in fields(Truth))], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    (folder / "README.md").write_text(_README)
