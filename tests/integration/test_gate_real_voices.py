"""The gate on real voices: the nine speakers that the shipped model has never heard are too few to tell anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from registry import bundle
from registry.data.manifest import read, write
from registry.training import held_out
from registry.training.pipeline import train
from registry.training.request import QUICK, Request
from speechscan.cli.app import app
from speechscan.settings import Settings


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_of_the_speakers_kept_out_it_says_that_they_are_too_few(tmp_path: Path) -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the labelled voices are not here")
    reference = tmp_path / "kept-out"
    reference.mkdir()
    clips = [clip for clip in read(voice_data).clips if clip.speaker in held_out.listed()]
    write(reference / "manifest.csv", clips)
    train(Request(voice_data, tmp_path / "challenger", seed=5, effort=QUICK))
    asked = ["--challenger", tmp_path / "challenger", "--champion", bundle.SHIPPED, "--reference", reference]
    done = CliRunner().invoke(app, ["regress", *map(str, asked), "--no-service", "--json", "--out", str(tmp_path)])
    assert done.exit_code == 2, done.output
    report = json.loads((tmp_path / "report.json").read_text())
    accuracy = next(check for check in report["checks"] if check["name"] == "accuracy")
    assert report["outcome"] == accuracy["outcome"] == "inconclusive"
    assert "Too few speakers to tell" in " ".join(accuracy["reasons"])
    assert accuracy["figures"]["speakers_needed"] > len(held_out.listed())
