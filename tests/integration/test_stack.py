"""The whole stack."""

from __future__ import annotations

import httpx
import pytest

from infra.stack.ports import NAMES
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.integration.local_stack import programs, speechscan
from tests.integration.process_tree import descendants, listening

pytestmark = pytest.mark.stack
PROGRAMS = ["postgres", "s3", "prefect", "mlflow", "bento", "screening-worker"]
PROGRAMS += ["deployments-worker", "promotion-watcher", "webhook-sender", "api"]


def test_every_program_is_ready(stack: Stack) -> None:
    ended = speechscan("status", "--json", "--data-dir", str(stack.settings.data_dir))
    assert ended.returncode == 0, ended.stdout
    assert [row["name"] for row in programs(ended)] == PROGRAMS


def test_nothing_listens_beyond_this_machine_or_on_a_port_that_was_not_probed(stack: Stack) -> None:
    processes = descendants(stack.local.up.pid)
    assert {address for address, _ in listening(process.pid for process in processes)} == {"127.0.0.1"}
    # BentoML's process manager and Prefect's worker open control channels on free ports, and have no option for them.
    own = [p for name in ("bento", "deployments-worker") for p in descendants(stack.local.process(name).pid or 0)]
    others = listening(process.pid for process in set(processes) - set(own))
    assert {port for _, port in others} <= {stack.local.ports[name] for name in NAMES}


def test_prefect_has_the_deployments_and_runs_one_through_its_worker(stack: Stack) -> None:
    with httpx.Client(base_url=f"{stack.settings.prefect_api_url}/", timeout=30) as prefect:
        screen = prefect.get("deployments/name/screen/screen").raise_for_status().json()
        assert screen["schedules"] == []
        housekeeping = prefect.get("deployments/name/housekeeping/housekeeping").raise_for_status().json()
        assert [s["schedule"]["interval"] for s in housekeeping["schedules"]] == [600]

        def started() -> str:
            path = f"deployments/{housekeeping['id']}/create_flow_run"
            return str(prefect.post(path, json={}).raise_for_status().json()["id"])

        run = started()

        def ended() -> str | None:
            nonlocal run
            state = prefect.get(f"flow_runs/{run}").raise_for_status().json()["state"]
            if state["type"] == "CANCELLED":  # by Prefect, since a scheduled run was under way
                run = started()
            return state["name"] if state["type"] in ("COMPLETED", "FAILED", "CRASHED") else None

        assert eventually(ended, timeout_s=120, every_s=0.5) == "Completed"


def test_prefect_plans_the_scheduled_runs(stack: Stack) -> None:
    """Its scheduler broke on SQLAlchemy 2.1 (decision 0003): a traceback in its log, and no run ever."""
    wanted = {"flows": {"name": {"any_": ["housekeeping"]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    with httpx.Client(base_url=f"{stack.settings.prefect_api_url}/", timeout=30) as prefect:

        def planned() -> int:
            return int(prefect.post("flow_runs/count", json=wanted).raise_for_status().json())

        assert eventually(planned, timeout_s=120, every_s=1) > 0


def test_no_program_reported_an_error_of_its_own(stack: Stack) -> None:
    logs = {log.name: log.read_text(errors="replace") for log in stack.local.folder.logs.glob("*.log")}
    tracebacks = {name: text[text.index("Traceback") :][:3000] for name, text in logs.items() if "Traceback" in text}
    assert tracebacks == {}


def test_the_user_interfaces_answer(stack: Stack) -> None:
    for name in ("prefect", "mlflow"):
        answer = httpx.get(stack.local.ports.url(name), follow_redirects=True, timeout=30)
        assert answer.status_code == 200
        assert "text/html" in answer.headers["content-type"]
    assert httpx.get(f"{stack.settings.api_url}/docs", timeout=30).status_code == 200


def test_a_web_page_elsewhere_may_not_call_prefect(stack: Stack) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{stack.settings.prefect_api_url}/flow_runs/", headers=headers, timeout=30)
    assert "access-control-allow-origin" not in answer.headers


def test_a_key_works_until_it_is_revoked(stack: Stack) -> None:
    folder = ("--data-dir", str(stack.settings.data_dir))
    made = speechscan("keys", "create", "a clinic", "--scope", "jobs:read", *folder)
    key_id = made.stderr.split()[1]
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    assert httpx.get(f"{stack.settings.api_url}/v1/jobs", headers=headers, timeout=30).status_code == 200
    again = speechscan("keys", "create", "a clinic", *folder)
    assert again.returncode == 1
    assert "--rotate" in again.stderr
    assert made.stdout.strip() not in speechscan("keys", "list", *folder).stdout
    assert speechscan("keys", "revoke", key_id, *folder).returncode == 0
    assert httpx.get(f"{stack.settings.api_url}/v1/jobs", headers=headers, timeout=30).status_code == 401
