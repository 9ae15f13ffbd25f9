from __future__ import annotations

from pathlib import Path

import yaml

from infra.stack.programs import WORK_POOL

ROOT = Path(__file__).resolve().parents[3]
DEPLOYMENTS = {d["name"]: d for d in yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]}


def test_each_entrypoint_is_a_function_of_that_name() -> None:
    for deployment in DEPLOYMENTS.values():
        path, name = deployment["entrypoint"].split(":")
        assert f"def {name}(" in (ROOT / path).read_text()


def test_all_go_through_the_stacks_work_pool() -> None:
    assert {d["work_pool"]["name"] for d in DEPLOYMENTS.values()} == {WORK_POOL}


def test_screen_runs_on_no_schedule_and_housekeeping_every_ten_minutes() -> None:
    assert DEPLOYMENTS["screen"]["schedules"] == []
    assert [s["interval"] for s in DEPLOYMENTS["housekeeping"]["schedules"]] == [600]


def test_each_says_what_it_is_for() -> None:
    assert all(d["description"] and d["tags"] for d in DEPLOYMENTS.values())


def test_one_promotion_at_a_time_and_others_wait_their_turn() -> None:
    assert DEPLOYMENTS["promotion"]["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert DEPLOYMENTS["promotion"]["schedules"] == []


def test_the_regression_runs_every_night() -> None:
    (schedule,) = DEPLOYMENTS["regression"]["schedules"]
    minute, hour, *days = schedule["cron"].split()
    assert days == ["*", "*", "*"]
    assert int(hour) < 6
    assert minute.isdecimal()
