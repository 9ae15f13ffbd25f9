"""`speechscan train`: what it refuses before minutes are spent."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from speechscan.cli.app import app
from speechscan.cli.training import watched
from speechscan.errors import InvalidRequest, Unavailable
from tests.recordings import write_tone

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SPEECHSCAN_VOICE_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_data_it_says_what_to_give() -> None:
    done = RUNNER.invoke(app, ["train", "--no-register"])
    assert isinstance(done.exception, InvalidRequest)
    assert "SPEECHSCAN_VOICE_DATA" in done.exception.detail


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["train", "--no-register", "--data", str(tmp_path)])
    assert isinstance(done.exception, InvalidRequest)
    assert "manifest.csv" in done.exception.detail


def test_a_registry_that_is_away_is_told_before_the_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.csv").write_text("path,label,speaker\n")

    def away(_: object) -> None:
        raise Unavailable("registry", "The model registry cannot be reached.")

    monkeypatch.setattr("speechscan.cli.train._check_registry", away)
    done = RUNNER.invoke(app, ["train", "--data", str(tmp_path)])
    assert isinstance(done.exception, Unavailable)


def test_a_manifest_that_cannot_train_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.csv").write_text("path,label,speaker\na.wav,ill,s1\n")
    monkeypatch.setattr("speechscan.cli.train._prefect_answers", lambda _: False)
    done = RUNNER.invoke(app, ["train", "--no-register", "--data", str(tmp_path)])
    assert isinstance(done.exception, InvalidRequest)
    assert "line 2" in done.exception.detail


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--weights", "WAV2VEC2_BASE"], "give --backbone wav2vec2 too"),
        (["--layer", "2"], "give --backbone wav2vec2 too"),
        (["--backbone", "ear"], "Choose from acoustic, wav2vec2"),
        (["--backbone", "wav2vec2", "--weights", "./nothing"], "lacks config.json"),
    ],
)
def test_a_backbone_that_cannot_be_had_is_told_first(
    options: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manifest.csv").write_text("path,label,speaker\na.wav,ill,s1\n")
    monkeypatch.setattr("speechscan.cli.train._prefect_answers", lambda _: False)
    done = RUNNER.invoke(app, ["train", "--no-register", "--data", str(tmp_path), *options])
    assert isinstance(done.exception, InvalidRequest)
    assert told in done.exception.detail


def test_skip_bad_reaches_the_check_and_what_is_left_out_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tone(tmp_path / "a.wav", 200)
    (tmp_path / "manifest.csv").write_text("path,label,speaker\na.wav,healthy,anna\nabsent.wav,healthy,eve\n")
    monkeypatch.setattr("speechscan.cli.train._prefect_answers", lambda _: False)
    asked = ["train", "--no-register", "--data", str(tmp_path)]
    refused = RUNNER.invoke(app, asked)
    assert isinstance(refused.exception, InvalidRequest)
    assert "line 3, path: The file cannot be used" in refused.exception.detail
    assert "--skip-bad" in refused.exception.detail
    done = RUNNER.invoke(app, [*asked, "--skip-bad"])
    assert "Skipped\n  line 3, path" in done.stdout
    assert "licence of these clips" in done.stdout
    assert isinstance(done.exception, InvalidRequest)
    assert "0 dysarthric speakers" in done.exception.detail


def test_each_stage_has_its_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with watched() as progress:
        for done in range(4):
            progress("measuring", done, 3)
    assert "Measuring" in capsys.readouterr().err
