"""`speechscan demo --once`, as the README's first command runs it; and what a restart of the whole stack keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from regression.phantoms import encode, vowel
from speechscan.cli.demonstration import VOICES
from speechscan.domain.disclaimer import DISCLAIMER
from tests.client import Client
from tests.integration.local_stack import free_ports, running, speechscan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_the_demo_screens_its_synthetic_voices_twice(tmp_path: Path) -> None:
    for _ in range(2):
        ports = free_ports()
        ended = speechscan(
            "demo", "--once", "--data-dir", str(tmp_path / "data"), "--port-base", str(ports.base), timeout_s=280
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        for name, format in VOICES:
            assert name.startswith("synthetic-")
            assert f"{name}.{format}" in ended.stdout
        assert ended.stdout.count("speechscan version 1") == 3
        assert ended.stdout.count("An API key for this demo, shown only now: sps_") == 1
        assert " ".join(DISCLAIMER.split()[:6]) in ended.stdout
        for address in (f"{ports.url('api')}/docs", ports.url("prefect"), ports.url("mlflow")):
            assert address in ended.stdout


def test_a_restart_of_the_whole_stack_keeps_jobs_and_results(tmp_path: Path) -> None:
    clip = encode(vowel(5, duration_s=3.0), "wav")
    with running(tmp_path / "data") as stack:
        token = speechscan("keys", "create", "kept", "--data-dir", str(stack.folder.root)).stdout.strip()
        with Client(stack.settings.api_url, token) as client:
            finished = client.wait(client.submit(clip))
            # Not all of these end before the stop.
            ids = [client.submit(clip) for _ in range(30)]
        assert stack.stop() == 0
    with running(tmp_path / "data") as again, Client(again.settings.api_url, token) as client:
        assert again.ports != stack.ports
        assert client.job(finished["id"]) == finished
        assert finished["state"] == "completed"
        jobs = [client.wait(job_id) for job_id in ids]
        assert {job["state"] for job in jobs} == {"completed"}
        assert {job["attempts"] for job in jobs} == {1}
        assert {job["result"]["model"]["version"] for job in jobs} == {"1"}
