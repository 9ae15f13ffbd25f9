"""What an operator finds in the Prefect UI: prefect.yaml against the flows that there are."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.utilities.callables import parameter_schema

from infra.stack.program import ROOT
from infra.stack.programs import WORK_POOL

DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
BY_NAME = pytest.mark.parametrize("deployment", [pytest.param(one, id=one["name"]) for one in DEPLOYMENTS])


def _flow(deployment: dict[str, Any]) -> Flow[..., Any]:
    path, name = deployment["entrypoint"].split(":")
    flow: Flow[..., Any] = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    return flow


def test_each_flow_has_a_deployment() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "flows").rglob("*.py"))
    flows = set(re.findall(r"^@flow\(\s*name=\"([\w-]+)\"", sources, flags=re.MULTILINE))
    assert flows == {_flow(one).name for one in DEPLOYMENTS}


@BY_NAME
def test_a_deployment_says_what_it_does_when_it_runs_and_how_many_at_once(deployment: dict[str, Any]) -> None:
    assert _flow(deployment).name == deployment["name"]
    assert len(deployment["description"]) > 60
    assert deployment["tags"]
    assert deployment["work_pool"]["name"] == WORK_POOL
    assert "schedules" in deployment
    # `screen` is a worker by hand: as many as somebody starts.
    assert deployment["name"] == "screen" or deployment["concurrency_limit"]["limit"] == 1


@BY_NAME
def test_each_parameter_has_a_type_and_a_sentence(deployment: dict[str, Any]) -> None:
    for name, told in parameter_schema(_flow(deployment)).properties.items():
        assert {"type", "anyOf", "$ref"} & told.keys(), name
        assert len(told.get("description", "")) > 8, name
