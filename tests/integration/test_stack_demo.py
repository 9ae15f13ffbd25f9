"""`speechscan demo --once`, as the README's first command runs it; and what a restart of the whole stack keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.stack.ports import Ports
from regression.phantoms import encode, vowel
from speechscan.cli.demonstration import VOICES
from speechscan.domain.disclaimer import DISCLAIMER
from tests.client import Client
from tests.integration.local_stack import free_ports, running, speechscan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_the_demo_screens_its_voices_and_a_stack_keeps_its_jobs_over_a_restart(tmp_path: Path) -> None:
    root, clip, ports = tmp_path / "data", encode(vowel(5, duration_s=3.0), "wav"), free_ports()
    ended = speechscan("demo", "--once", "--data-dir", str(root), "--port-base", str(ports.base), timeout_s=280)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    _told(ended.stdout, ports)

    with running(root) as stack:
        token = speechscan("keys", "create", "kept", "--data-dir", str(root)).stdout.strip()
        with Client(stack.settings.api_url, token) as client:
            finished = client.wait(client.submit(clip))
            # Not all of these end before the stop.
            ids = [client.submit(clip) for _ in range(30)]
        assert stack.stop() == 0

    # In a folder that it knows; its voices come after what is left.
    others = free_ports(besides=stack.ports)
    with running(root, others, command="demo") as again, Client(again.settings.api_url, token) as client:
        _told(again.output, again.ports)
        assert again.ports != stack.ports
        assert client.job(finished["id"]) == finished
        assert finished["state"] == "completed"
        jobs = [client.wait(job_id) for job_id in ids]
    assert {job["state"] for job in jobs} == {"completed"}
    assert {job["attempts"] for job in jobs} == {1}
    assert {job["result"]["model"]["version"] for job in jobs} == {"1"}


def _told(output: str, ports: Ports) -> None:
    for name, format in VOICES:
        assert name.startswith("synthetic-")
        assert f"{name}.{format}" in output
    assert output.count("speechscan version 1") == 3
    assert output.count("An API key for this demo, shown only now: sps_") == 1
    assert " ".join(DISCLAIMER.split()[:6]) in output
    for address in (f"{ports.url('api')}/docs", ports.url("prefect"), ports.url("mlflow")):
        assert address in output
