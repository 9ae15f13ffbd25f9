"""`speechscan predict` as a person types it: no server runs."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from pathlib import Path

import pytest

from regression.phantoms import encode, vowel
from speechscan.domain.disclaimer import DISCLAIMER
from tests.integration.local_stack import CLI, ROOT, shell

VERDICTS = {"healthy", "dysarthric", "inconclusive"}


def predict(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [*CLI, "predict", *map(str, arguments), "--data-dir", str(folder / "none")]
    return subprocess.run(command, env=shell(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def lines(ended: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    return {Path(row["path"]).name: row for row in map(json.loads, ended.stdout.splitlines())}


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    folder = tmp_path / "voices"
    (folder / "deeper").mkdir(parents=True)
    for name, seed in (("synthetic-1.wav", 1), ("synthetic-2.mp3", 2), ("deeper/synthetic-3.ogg", 3)):
        clip = vowel(seed, f0_hz=110.0 + 30 * seed, duration_s=3.0)
        (folder / name).write_bytes(encode(clip, name.rpartition(".")[2]))
    (folder / "no-suffix").write_bytes((folder / "synthetic-1.wav").read_bytes())
    (folder / "notes.txt").write_text("Not sound, and not said to be.")
    return folder


def test_a_folder_as_lines_of_json(voices: Path, tmp_path: Path) -> None:
    ended = predict(voices, "--json", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    found = lines(ended)
    assert list(found) == ["no-suffix", "synthetic-1.wav", "synthetic-2.mp3"]
    for row in found.values():
        assert row["status"] in VERDICTS
        assert 0 <= float(str(row["probability"])) <= 1
        assert row["disclaimer"] == DISCLAIMER
        assert {"measurements", "quality", "model"} <= row.keys()
    same = ("probability", "status", "measurements", "quality")
    assert [found["no-suffix"][name] for name in same] == [found["synthetic-1.wav"][name] for name in same]


def test_recursive_takes_the_folders_within(voices: Path, tmp_path: Path) -> None:
    assert "synthetic-3.ogg" in lines(predict(voices, "--json", "--recursive", folder=tmp_path))


def test_a_bad_file_is_a_line_and_no_stop(voices: Path, tmp_path: Path) -> None:
    (voices / "a-text.wav").write_text("Not sound, but said to be.")
    ended = predict(voices, tmp_path / "missing.wav", "--json", folder=tmp_path)
    assert ended.returncode == 1
    found = lines(ended)
    assert found["a-text.wav"]["error"]["code"] == "unreadable"  # type: ignore[index]
    assert "No such file" in found["missing.wav"]["error"]["detail"]  # type: ignore[index]
    assert found["synthetic-2.mp3"]["status"] in VERDICTS
    assert all(row["disclaimer"] == DISCLAIMER for row in found.values())


def test_the_table_and_the_csv_file(voices: Path, tmp_path: Path) -> None:
    (voices / "a-text.wav").write_text("Not sound, but said to be.")
    ended = predict(voices, "--csv", tmp_path / "out.csv", folder=tmp_path)
    assert ended.returncode == 1
    table = " ".join(ended.stdout.split())
    assert "4 recordings: 1 not scored, " in table
    assert DISCLAIMER in table
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = {Path(row["path"]).name: row for row in csv.DictReader(file)}
    assert list(rows) == ["a-text.wav", "no-suffix", "synthetic-1.wav", "synthetic-2.mp3"]
    assert rows["a-text.wav"]["error.code"] == "unreadable"
    assert rows["synthetic-1.wav"]["status"] in VERDICTS
    assert float(rows["synthetic-1.wav"]["quality.clipping"]) == 0.0


def test_a_model_that_is_not_there_is_said(voices: Path, tmp_path: Path) -> None:
    ended = predict(voices, "--model", tmp_path / "nothing", folder=tmp_path)
    assert ended.returncode == 1
    assert "There is no model at" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_mlflow_away_is_said(voices: Path, tmp_path: Path) -> None:
    command = [*CLI, "predict", str(voices), "--model", "models:/speechscan@champion"]
    environment = shell() | {"SPEECHSCAN_MLFLOW_URL": "http://127.0.0.1:9"}
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 3
    assert "registry" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_without_recordings_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = predict(tmp_path / "empty", folder=tmp_path)
    assert ended.returncode == 1
    assert "--recursive" in ended.stderr


@pytest.mark.skipif("SPEECHSCAN_VOICE_DATA" not in os.environ, reason="SPEECHSCAN_VOICE_DATA names no labelled voices")
def test_real_voices(tmp_path: Path) -> None:
    clips = sorted((Path(os.environ["SPEECHSCAN_VOICE_DATA"]) / "minsk2020_als").glob("*.flac"))[:6]
    found = lines(predict(*clips, "--json", folder=tmp_path))
    assert len(found) == 6
    assert all(row["status"] in VERDICTS for row in found.values())
