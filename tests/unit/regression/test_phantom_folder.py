"""Phantoms as files."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from regression.phantoms import CATALOGUE
from regression.phantoms.folder import write
from speechscan.cli.app import app
from speechscan.errors import InvalidRequest

FEW = dict(islice(CATALOGUE.items(), 2)) | {
    name: phantom for name, phantom in CATALOGUE.items() if phantom.variant == "phrases"
}


def test_each_file_says_synthetic_and_its_row_says_what_is_known(tmp_path: Path) -> None:
    names = list(write(tmp_path / "new", FEW))
    with (tmp_path / "new" / "truth.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == names == [f"{name}.wav" for name in FEW]
    assert {path.name for path in (tmp_path / "new").iterdir()} == {*names, "truth.csv", "README.md"}
    for row, phantom in zip(rows, FEW.values(), strict=True):
        assert row["file"].startswith("synthetic-")
        assert float(row["f0_median_hz"]) == phantom.voice().truth.f0_median_hz
        assert soundfile.info(tmp_path / "new" / row["file"]).duration == phantom.duration_s
    assert (rows[0]["syllables"], rows[2]["syllables"]) == ("", "25")
    assert "No person spoke" in (tmp_path / "new" / "README.md").read_text()


def test_the_command_refuses_an_unknown_format(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["phantoms", str(tmp_path), "--format", "aiff"])
    assert isinstance(ended.exception, InvalidRequest)
    assert "wav, flac" in str(ended.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_whole_catalogue(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["phantoms", str(tmp_path)])
    assert ended.exit_code == 0, ended.output
    assert f"{len(CATALOGUE)} synthetic voices" in ended.output
    assert len(list(tmp_path.glob("synthetic-*.wav"))) == len(CATALOGUE)


@pytest.mark.parametrize("format", ["flac", "ogg"])
def test_other_formats(tmp_path: Path, format: str) -> None:
    name, phantom = next(iter(FEW.items()))
    assert list(write(tmp_path, {name: phantom}, format)) == [f"{name}.{format}"]
