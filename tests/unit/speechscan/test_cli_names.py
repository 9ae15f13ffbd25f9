"""Files whose names are no UTF-8, as old Windows archives leave them: their results are told like all others."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.v1 import batch_examples, examples
from registry import bundle
from registry.data.manifest import read
from registry.training.progress import silent
from speechscan.cli import output
from speechscan.cli.app import app
from speechscan.cli.batch_submission import Shipment, items_for, submit_batch
from speechscan.cli.challenge import of_folder
from speechscan.cli.local_model import open_bundle
from speechscan.cli.prediction import Prediction, predict_all
from speechscan.cli.predictions import CsvReport, JsonLines, TableReport
from speechscan.cli.printable import printable
from speechscan.cli.submission import Request, submit_all
from speechscan.client import AsyncSpeechScan, Item, SpeechScan
from speechscan.errors import InvalidRequest, RecordingError
from speechscan.settings import Settings
from tests.recordings import touch, write_tone

ROOT = Path(__file__).parents[3]
LATIN_1 = os.fsdecode(b"M\xfcller.wav")
SHOWN = r"M\xfcller.wav"

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="names of files are UTF-8 there")


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return write_tone(tmp_path / "plain.wav", 200).rename(tmp_path / LATIN_1)


def text(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", ["a.wav", "Müller.wav", "山.wav", r"M\xfcller.wav"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert printable(Path(name)) == name


def test_predict_tells_of_them_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [JsonLines(), TableReport(), CsvReport(tmp_path / "out.csv")]
    for report in reports:
        report.add(Prediction(Path(LATIN_1), error=RecordingError("unreadable", "No sound.")))
        report.close()
    line, *table = capsys.readouterr().out.splitlines()
    assert json.loads(line)["path"] == SHOWN
    assert SHOWN in "".join(table)
    assert text(tmp_path / "out.csv")[1][0] == SHOWN


def test_submit_tells_their_jobs(voice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    api = httpx.MockTransport(lambda _: httpx.Response(202, json=examples.QUEUED))
    for as_json in (True, False):
        client = AsyncSpeechScan("http://api", "sps_x", transport=api)
        assert submit_all(client, [voice], Request(None, None, False, None, None), as_json=as_json) == 0
        told = capsys.readouterr().out
        assert examples.QUEUED["id"] in told
        assert (json.loads(told)["path"] if as_json else told).startswith(str(voice.parent))
        assert SHOWN in (json.loads(told)["path"] if as_json else told)


def test_a_batch_says_which_item_they_are(voice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def api(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/start"):
            return httpx.Response(202, json={**batch_examples.OPEN, "state": "running"})
        refused = {"code": "too_large", "detail": "It is too large."}
        items = [{"index": 0, "job_id": None, "upload": None, "error": refused}]
        return httpx.Response(201, json={**batch_examples.MADE, "items": items})

    shipment = Shipment([voice], items_for([voice], None, None, None), None, None, tmp_path / "index.csv", None)
    with SpeechScan("http://api", "sps_x", transport=httpx.MockTransport(api)) as client:
        submit_batch(client, shipment, as_json=False)
        assert f"{SHOWN} was not sent: It is too large." in capsys.readouterr().err
        submit_batch(client, shipment, as_json=True)
    assert json.loads(capsys.readouterr().out)["items"][0]["path"].endswith(SHOWN)
    assert text(tmp_path / "index.csv")[1][1].endswith(SHOWN)


def test_a_table_of_subjects_names_them_as_they_are_shown(voice: Path, tmp_path: Path) -> None:
    (tmp_path / "subjects.csv").write_text(f"file,subject\n{tmp_path.name}/{SHOWN},p-1\n")
    assert items_for([voice], None, tmp_path / "subjects.csv", None) == [Item(voice, "p-1")]


@pytest.mark.parametrize("below", [f"anna/{LATIN_1}", LATIN_1, f"{LATIN_1}/1.wav"], ids=ascii)
def test_a_manifest_that_would_not_find_them_is_not_written(tmp_path: Path, below: str) -> None:
    where = f"healthy/{below}"
    touch(tmp_path / "mine" / where)
    out = tmp_path / "manifest.csv"
    ended = CliRunner().invoke(app, ["data", "import", "folder", str(tmp_path / "mine"), "--out", str(out)])
    assert isinstance(ended.exception, InvalidRequest), ended.output
    assert f"{printable(tmp_path / 'mine' / where)} is no UTF-8" in ended.exception.detail
    assert "Rename it" in ended.exception.detail
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_above_the_manifest_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"M\xfcller")
    clip = touch(folder / "healthy/anna/1.wav")
    told = ["data", "import", "folder", str(folder), "--out", str(folder / "manifest.csv")]
    unnamed = CliRunner().invoke(app, told)
    assert isinstance(unnamed.exception, InvalidRequest)
    assert unnamed.exception.detail == r"The corpus M\xfcller is no UTF-8. Give another with --corpus."
    assert not (folder / "manifest.csv").exists()
    named = CliRunner().invoke(app, [*told, "--corpus", "mine"])
    assert named.exit_code == 0, named.output
    assert r"M\xfcller/manifest.csv" in named.stdout
    assert [one.path for one in read(folder).clips] == [clip]


def test_a_sentence_about_such_a_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(f"{LATIN_1} cannot be read.")
    assert capsys.readouterr().err == f"{SHOWN} cannot be read.\n"


def test_a_letter_that_the_terminal_lacks_loses_no_output(tmp_path: Path) -> None:
    touch(tmp_path / "healthy/anna/1.wav")
    (tmp_path / "山").mkdir()
    out = tmp_path / "山" / os.fsdecode(b"M\xfcller.csv")
    command = [sys.executable, "-m", "speechscan.cli", "data", "import", "folder", str(tmp_path), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1:strict"}
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    assert (ended.returncode, b"Traceback" in ended.stderr) == (0, False)
    assert rb"/\u5c71/M\xfcller.csv" in ended.stdout


def test_a_report_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    full, written = CsvReport(Path("/dev/full")), CsvReport(tmp_path / "out.csv")
    missing = [tmp_path / "missing.wav"]
    with pytest.raises(InvalidRequest, match="/dev/full cannot be written: No space left on device"):
        predict_all(missing, None, Settings(data_dir=tmp_path), [full, written])  # type: ignore[arg-type]
    assert text(tmp_path / "out.csv")[1][1] == "unreadable"


def test_a_report_names_a_model_and_a_set_after_such_folders(tmp_path: Path) -> None:
    model, clips = tmp_path / os.fsdecode(b"mod\xe8le"), tmp_path / os.fsdecode(b"M\xfcller")
    shutil.copytree(bundle.SHIPPED, model)
    with open_bundle(str(model), Settings(data_dir=tmp_path)) as (_, version):
        assert version.version == r"folder mod\xe8le"
    for hz, where in enumerate(("healthy/anna/1", "healthy/bob/1", "dysarthric/carl/1", "dysarthric/dora/1")):
        write_tone(tmp_path / "plain" / f"{where}.wav", 200 + 50 * hz, seconds=1.2)
    (tmp_path / "plain").rename(clips)
    told = ["data", "import", "folder", str(clips), "--out", str(clips / "manifest.csv"), "--corpus", "mine"]
    assert CliRunner().invoke(app, told).exit_code == 0
    assert of_folder(clips, silent).reference.title == r"M\xfcller@1"
