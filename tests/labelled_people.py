"""Recordings of eight invented people and their manifest, as somebody brings them who has data of their own."""

from __future__ import annotations

import csv
from pathlib import Path

from regression.phantoms import encode, vowel


def write_people(folder: Path) -> Path:
    """Vowels in the folders that docs/how-to-own-data.md asks for: label, person, files."""
    for seed in range(8):
        path = folder / ("healthy", "dysarthric")[seed % 2] / f"p{seed}" / "a.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(vowel(seed, f0_hz=110.0 + 10 * seed, duration_s=1.5), "wav"))
    return folder


def write_manifest(path: Path, people: Path) -> None:
    """people: as `write_people` makes it. The paths are seen from there, wherever the manifest lies."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "label", "speaker", "corpus", "licence"])
        for one in sorted(people.rglob("*.wav")):
            label, person = one.parts[-3:-1]
            rows.writerow([one.relative_to(people), label, person, "clinic", "internal use only"])
