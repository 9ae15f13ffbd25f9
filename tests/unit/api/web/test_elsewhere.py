from __future__ import annotations

from uuid import UUID

from api.web import elsewhere
from speechscan.settings import Settings

RUN = UUID("0b6a2f0e-7a54-4f5c-9a39-7d3b3f1f3a55")


def test_addresses():
    settings = Settings(
        web_prefect_url="https://prefect.example/", web_mlflow_url="https://mlflow.example", model_name="a model/x"
    )

    assert elsewhere.flow_run(settings, RUN) == f"https://prefect.example/runs/flow-run/{RUN}"
    assert elsewhere.task_run(settings, RUN) == f"https://prefect.example/runs/task-run/{RUN}"
    assert elsewhere.model_version(settings, "3") == "https://mlflow.example/#/models/a%20model%2Fx/versions/3"
    assert elsewhere.flow_run(settings, None) is None


def test_without_their_addresses_there_are_no_links():
    settings = Settings()

    assert elsewhere.flow_run(settings, RUN) is None
    assert elsewhere.task_run(settings, RUN) is None
    assert elsewhere.model_version(settings, "3") is None
