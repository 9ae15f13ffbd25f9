"""The main job on the whole real stack, as a client sees it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile

from registry.data.manifest import read
from regression.phantoms import encode, vowel
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.storage import S3Store, job_prefix
from tests.client import Client
from tests.cohorts import cohort_folder
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.integration.local_stack import ROOT, shell, speechscan

FORMATS = ["wav", "flac", "mp3", "ogg", "m4a", "webm"]
VERDICTS = {"healthy", "dysarthric", "inconclusive"}


@pytest.fixture
def client(stack: Stack) -> Iterator[Client]:
    with Client(stack.settings.api_url, stack.token) as made:
        yield made


def _voice(seed: int = 1, duration_s: float = 4.0) -> bytes:
    return encode(vowel(seed, f0_hz=120.0 + 10 * (seed % 9), duration_s=duration_s), "wav")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_screened(client: Client, format: str) -> None:
    job = client.wait(client.submit(encode(vowel(3, f0_hz=150.0, duration_s=3.0), format)))
    assert job["state"] == "completed", job
    assert job["disclaimer"] == DISCLAIMER
    result = job["result"]
    assert result["status"] in VERDICTS
    assert 0 <= result["probability"] <= 1
    assert result["model"]["version"] == "1"
    assert result["quality"]["duration_s"] == pytest.approx(3.0, abs=0.2)
    assert result["disclaimer"] == DISCLAIMER
    for name in ("f0_hz", "clarity_score"):
        assert result[name] is not None or result["unmeasured"][name]


def test_the_page_leads_from_a_job_to_its_run_in_prefect(client: Client, stack: Stack) -> None:
    job = client.wait(client.submit(_voice(5)))
    with httpx.Client(base_url=stack.settings.api_url, headers={"Sec-Fetch-Site": "same-origin"}, timeout=30) as page:
        assert page.post("/sign-in", data={"key": stack.token}).status_code == 303
        # Prefect writes a run down from its events, some moments after the job.
        address = eventually(lambda: page.get(f"/jobs/{job['id']}/run").headers.get("location"), timeout_s=120)
    base, _, run_id = address.rpartition("/runs/task-run/")
    assert base == stack.settings.web_prefect_url
    run = httpx.get(f"{stack.settings.prefect_api_url}/task_runs/{run_id}", timeout=30).raise_for_status().json()
    assert run["name"] == job["id"]


def _silence(seconds: float, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * int(seconds * rate)))
    return file.getvalue()


def _flac_bomb() -> bytes:
    """Some ten kilobytes that decode to an hour."""
    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", samplerate=8000, channels=1, format="FLAC") as sound:
        for _ in range(60):
            sound.write(np.zeros(8000 * 60, dtype=np.int16))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (_voice(duration_s=1.0)[:20_000], "too_short"),
        (_silence(0), "empty"),
        (_silence(0.5), "too_short"),
        (_silence(61), "too_long"),
        (encode(vowel(1, f0_hz=120.0, duration_s=2.0), "m4a")[:600], "unreadable"),
        (encode(vowel(1, f0_hz=120.0, duration_s=2.0), "flac")[:60] + bytes(4000), "unreadable"),
    ],
    ids=["no bytes", "cut wav", "wav without sound", "half a second", "61 s", "cut m4a", "broken flac"],
)
def test_a_recording_that_cannot_be_screened_is_a_failed_job_with_a_sentence(
    client: Client, data: bytes, code: str
) -> None:
    job = client.wait(client.submit(data))
    assert (job["state"], job["error"]["code"]) == ("failed", code), job
    assert job["error"]["detail"].endswith(".")
    assert job["result"] is None
    assert job["disclaimer"] == DISCLAIMER


def test_a_decompression_bomb_fails_its_own_job_and_nothing_else(client: Client) -> None:
    bomb = client.submit(_flac_bomb())
    others = [client.submit(_voice(seed)) for seed in range(3)]
    assert client.wait(bomb)["error"]["code"] in {"too_long", "decode_limits"}
    assert [client.wait(other)["state"] for other in others] == ["completed"] * 3


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"This is a text file that somebody named voice.wav.\n" * 50, 415, "unsupported_format"),
        (_silence(60, rate=100_000), 413, "too_large"),
    ],
    ids=["text", "12 MB"],
)
def test_what_is_not_a_recording_is_refused_at_once(client: Client, data: bytes, status: int, code: str) -> None:
    answer = client.post(data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["disclaimer"] == DISCLAIMER


def test_the_same_idempotency_key_gives_the_same_job(client: Client) -> None:
    first = client.submit(_voice(5), idempotency_key="once")
    assert client.submit(_voice(5), idempotency_key="once") == first
    assert client.post(_voice(6), idempotency_key="once").status_code in (409, 422)


def test_another_callers_job_is_not_found(stack: Stack, client: Client) -> None:
    job_id = client.submit(_voice(2))
    made = speechscan("keys", "create", "someone-else", "--data-dir", str(stack.local.folder.root))
    with Client(stack.settings.api_url, made.stdout.strip()) as other:
        for answer in (
            other.http.get(f"/v1/jobs/{job_id}"),
            other.http.post(f"/v1/jobs/{job_id}/cancel"),
            other.http.delete(f"/v1/jobs/{job_id}"),
        ):
            assert answer.status_code == 404
            assert answer.json()["disclaimer"] == DISCLAIMER
        assert other.http.get("/v1/jobs").json()["jobs"] == []


def test_erasing_a_job_leaves_nothing_in_the_store(stack: Stack, client: Client) -> None:
    from datetime import timedelta
    from uuid import UUID

    job_id = client.submit(_voice(4), speechscan_subject="patient-7")
    client.wait(job_id)
    store = S3Store(stack.settings)
    prefix = job_prefix(UUID(job_id))
    assert len(list(store.keys(prefix, older_than=timedelta(0)))) == 2
    erased = client.http.delete(f"/v1/jobs/{job_id}").json()
    assert (erased["state"], erased["result"], erased["user_hash"]) == ("deleted", None, None)
    assert list(store.keys(prefix, older_than=timedelta(0))) == []
    assert client.job(job_id)["state"] == "deleted"


def test_the_request_id_ties_the_logs_and_nothing_private_is_in_them(stack: Stack, client: Client) -> None:
    subject, name = "subject-4711", "frau-mustermann-1961.wav"
    answer = client.http.post(
        "/v1/jobs",
        files={"file": (name, _voice(8), "audio/x-private")},
        data={"subject": subject},
        headers={"x-request-id": "trace-me-0815"},
    )
    assert answer.status_code == 202
    job = client.wait(answer.json()["id"])
    assert job["state"] == "completed"

    def read() -> dict[str, str]:
        return {log.name: log.read_text(errors="replace") for log in stack.local.folder.logs.glob("*.log")}

    def tied() -> bool:
        # The worker's line comes after the commit that the client saw.
        found = {log for log, text in read().items() if "trace-me-0815" in text}
        return {"api.log", "screening-worker.log", "bento.log"} <= found

    eventually(tied)
    logs = read()
    for private in (subject, name, "frau-mustermann", stack.token, "audio/x-private"):
        assert [log for log, text in logs.items() if private in text] == []


def test_the_command_and_the_documents_ten_lines_get_a_verdict(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "recording.wav").write_bytes(_voice(7))
    key = ("--key", stack.token, "--data-dir", str(stack.settings.data_dir))
    ended = speechscan("submit", str(tmp_path / "recording.wav"), "--wait", "--json", *key)
    assert (ended.returncode, ended.stderr) == (0, "")
    told = json.loads(ended.stdout)
    assert told["path"] == str(tmp_path / "recording.wav")
    assert told["job"]["result"]["status"] in VERDICTS

    example = (ROOT / "docs" / "client.md").read_text().partition("```python\n")[2].partition("```")[0]
    assert 0 < len([line for line in example.splitlines() if line]) <= 10
    known = {"SPEECHSCAN_API_URL": stack.settings.api_url, "SPEECHSCAN_API_KEY": stack.token}
    ran = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={**shell(), **known},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split()[:2] == [told["job"]["result"]["status"], str(told["job"]["result"]["probability"])]
    assert ran.stdout.endswith(f"{DISCLAIMER}\n")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_outcomes_become_figures_and_a_reference_set_which_an_erased_job_leaves(
    stack: Stack, client: Client, tmp_path: Path
) -> None:
    clips = read(cohort_folder(tmp_path, 8, seed=11)).clips
    root = ("--data-dir", str(stack.local.folder.root))
    token = speechscan("keys", "create", "tests", "--rotate", "--scope", "annotate", *root).stdout.strip()
    ids = [client.submit(clip.path.read_bytes(), speechscan_subject=clip.speaker) for clip in clips]
    with Client(stack.settings.api_url, token) as annotator:
        for job_id, clip in zip(ids, clips, strict=True):
            assert client.wait(job_id)["state"] == "completed"
            sent = {"label": clip.label, "task": "sustained_vowel_a"}
            assert annotator.http.post(f"/v1/jobs/{job_id}/outcome", json=sent).status_code == 201

    made = speechscan("reference", "from-outcomes", "lived", *root, timeout_s=240)
    assert made.returncode == 0, made.stderr
    before = _shown("lived", *root)
    client.http.delete(f"/v1/jobs/{ids[0]}").raise_for_status()
    report = _run_deployment(stack, "housekeeping", {})
    after = _shown("lived", *root)
    _run_deployment(stack, "live-accuracy", {"least_subjects": 3})
    # The stack is shared: later tests promote without a clinical reference set.
    assert speechscan("reference", "retire", "lived", *root).returncode == 0

    assert (before["version"], len(before["clips"]), before["speakers"]) == (1, len(ids), 8)
    (corpus,) = {clip["corpus"] for clip in before["clips"]}
    assert f"The corpus {corpus} is the caller tests." in made.stderr
    assert "lived@1 erased, lived@2 made" in report
    assert (after["version"], len(after["clips"])) == (2, len(ids) - 1)
    metrics = client.http.get("/metrics").text
    assert 'speechscan_live_accuracy{bound="low",figure="auc",model_version="1"}' in metrics
    assert 'speechscan_live_accuracy_subjects{figure="auc",label="healthy",model_version="1"}' in metrics


def _shown(name: str, *options: str) -> dict[str, Any]:
    shown = speechscan("reference", "show", name, "--json", *options)
    assert shown.returncode == 0, shown.stderr
    told: dict[str, Any] = json.loads(shown.stdout)
    return told


def _run_deployment(stack: Stack, name: str, parameters: dict[str, Any]) -> str:
    """As from the Prefect UI. The message of its end; one that a scheduled run stands in the way of is tried again."""
    prefect = stack.settings.prefect_api_url
    deployment = httpx.get(f"{prefect}/deployments/name/{name}/{name}", timeout=30).raise_for_status().json()["id"]
    states: dict[str, Any] = {}

    def ended() -> bool:
        run = states.get("run")
        if run is None or states.get("type") == "CANCELLED":
            made = httpx.post(
                f"{prefect}/deployments/{deployment}/create_flow_run", json={"parameters": parameters}, timeout=30
            )
            states["run"] = run = made.raise_for_status().json()["id"]
        state = httpx.get(f"{prefect}/flow_runs/{run}", timeout=30).raise_for_status().json()["state"]
        states.update(type=state["type"], message=state["message"])
        assert state["type"] not in ("FAILED", "CRASHED"), state
        return bool(state["type"] == "COMPLETED")

    eventually(ended, timeout_s=150, every_s=0.5)
    return str(states["message"])
