"""Model versions in an MLflow server, seen in its UI with card, metrics, signature and tags.

The server's artifacts are reached through the server itself, so that a client needs no key of the object store.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from registry.bundle import WEIGHTS, Bundle
from registry.versions.base import ModelVersion, shortened
from speechscan.errors import Unavailable

if TYPE_CHECKING:
    import requests
    from mlflow import MlflowClient

DIGEST_TAG = "speechscan.digest"
_EXPERIMENT = "speechscan models"
# MLflow copies these beside its own rendering of the graph, whose bytes may differ from ours.
_BUNDLE_FOLDER = "extra_files"
_EVIDENCE_FOLDER = "evidence"
_KEPT_OUT = "held_out_speakers"
# MLflow repeats a failed call seven times and waits minutes; here the next poll is the repetition. And it reports its
# use to its makers unless told not to.
_ENVIRONMENT = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}


class MlflowRegistry:
    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._made: MlflowClient | None = None

    @property
    def name(self) -> str:
        return self._name

    def resolve(self, alias: str) -> str | None:
        # Asking for the alias itself answers the same code for "no such alias" as for a malformed request.
        return self.aliases().get(alias)

    def aliases(self) -> dict[str, str]:
        with contextlib.suppress(LookupError), _translated():
            found = self._client.get_registered_model(self._name).aliases
            return {alias: str(number) for alias, number in found.items()}
        return {}

    def versions(self) -> list[ModelVersion]:
        with _translated():
            found = self._client.search_model_versions(f"name = '{self._name}'", max_results=1000)
        numbered = sorted(found, key=lambda version: int(version.version))
        return [
            ModelVersion(str(one.version), one.tags.get(DIGEST_TAG), dict(one.tags), one.description or "")
            for one in numbered
        ]

    def register(self, bundle: Bundle, evidence: Path | None = None) -> str:
        from mlflow.exceptions import MlflowException

        with _translated():
            with contextlib.suppress(MlflowException):  # it exists, or the next call says what is wrong
                self._client.create_registered_model(self._name, description="SpeechScan's screening model.")
            run_id, model_uri = self._log(bundle, evidence)
            version = self._client.create_model_version(
                self._name,
                source=model_uri,
                run_id=run_id,
                model_id=model_uri.rpartition("/")[2],
                tags={DIGEST_TAG: bundle.digest},
                description=_description(bundle),
            )
        return str(version.version)

    def evidence(self, number: str, name: str, folder: Path) -> Path | None:
        folder.mkdir(parents=True, exist_ok=True)
        path = f"{_EVIDENCE_FOLDER}/{name}"
        with _translated():
            run_id = self._client.get_model_version(self._name, number).run_id
            if not run_id or path not in [file.path for file in self._client.list_artifacts(run_id, _EVIDENCE_FOLDER)]:
                return None
            return Path(self._client.download_artifacts(run_id, path, str(folder)))

    def set_alias(self, alias: str, number: str) -> None:
        with _translated():
            self._client.get_model_version(self._name, number)
            self._client.set_registered_model_alias(self._name, alias, number)

    def delete_alias(self, alias: str) -> None:
        if alias in self.aliases():
            with _translated():
                self._client.delete_registered_model_alias(self._name, alias)

    def tag(self, number: str, tags: Mapping[str, str]) -> None:
        with _translated():
            for key, value in tags.items():
                self._client.set_model_version_tag(self._name, number, key, value)

    def describe(self, number: str, text: str) -> None:
        fitting = shortened(text, "The rest is left out; the version's run holds all that was attached.")
        with _translated():
            self._client.update_model_version(self._name, number, fitting)

    def attach(self, number: str, path: Path, under: str) -> None:
        with _translated():
            run_id = self._client.get_model_version(self._name, number).run_id
            if not run_id:
                raise LookupError(f"version {number} has no run to attach to: another tool registered it")
            self._client.log_artifact(run_id, str(path), under)

    def download(self, number: str, folder: Path) -> Path:
        import mlflow

        folder.mkdir(parents=True, exist_ok=True)
        with _translated():
            self._client.get_model_version(self._name, number)
            self._be_the_process_server()
            uri = f"models:/{self._name}/{number}/{_BUNDLE_FOLDER}"
            found = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=str(folder))
        return Path(found)

    @property
    def _client(self) -> MlflowClient:
        if self._made is None:
            for name, value in _ENVIRONMENT.items():
                os.environ.setdefault(name, value)
            from mlflow import MlflowClient

            self._made = MlflowClient(tracking_uri=self._url, registry_uri=self._url)
        return self._made

    def _be_the_process_server(self) -> None:
        """`log_model` and `models:/` addresses know only one server a process, whatever a client was made with; without
        this they make an SQLite database in the working directory."""
        import mlflow

        mlflow.set_tracking_uri(self._url)
        mlflow.set_registry_uri(self._url)

    def _log(self, bundle: Bundle, evidence: Path | None) -> tuple[str, str]:
        """A finished run with the model's figures, and the model below it: (run id, model URI)."""
        import mlflow
        import onnx

        self._be_the_process_server()
        with mlflow.start_run(experiment_id=self._experiment(), run_name=f"bundle {bundle.digest[:12]}") as run:
            mlflow.log_params(dict(_flat({**_told(bundle), **_backbone(bundle)})))
            mlflow.log_metrics({name: value for name, value in _flat(bundle.figures) if isinstance(value, float)})
            if evidence is not None:
                mlflow.log_artifacts(str(evidence), _EVIDENCE_FOLDER)
            logged = mlflow.onnx.log_model(
                onnx.load(bundle.graph),
                name=self._name,
                signature=_signature(bundle),
                input_example=_example(bundle),
                pip_requirements=["onnxruntime"],
                onnx_execution_providers=["CPUExecutionProvider"],
                save_as_external_data=False,
                extra_files=[str(bundle.folder / name) for name in bundle.files],
            )
        return run.info.run_id, logged.model_uri

    def _experiment(self) -> str:
        found = self._client.get_experiment_by_name(_EXPERIMENT)
        return str(found.experiment_id) if found else str(self._client.create_experiment(_EXPERIMENT))


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """MLflow's errors: what is not there is a LookupError, everything of transport or server is `Unavailable`."""
    import requests
    from mlflow.exceptions import MlflowException
    from mlflow.protos.databricks_pb2 import RESOURCE_DOES_NOT_EXIST, ErrorCode

    try:
        yield
    except MlflowException as error:
        # A version without our files, made by another tool: MLflow wraps what its own server answered.
        lost = "404 Client Error" in error.message
        if lost or error.error_code == ErrorCode.Name(RESOURCE_DOES_NOT_EXIST):
            raise LookupError(error.message) from error
        if isinstance(error.__context__, requests.RequestException):
            raise _away(error.__context__) from error
        raise Unavailable("registry", f"The model registry did not answer as it should: {error.message}") from error
    except requests.RequestException as error:
        raise _away(error) from error


def _away(error: requests.RequestException) -> Unavailable:
    asked = urlsplit(str((error.request and error.request.url) or ""))
    # Without a name and a password in it.
    host = asked.netloc.rpartition("@")[2]
    where = f" at {asked.scheme}://{host}" if host else ""
    return Unavailable("registry", f"The model registry cannot be reached{where}: {type(error).__name__}.")


def _told(bundle: Bundle) -> dict[str, Any]:
    """Without the digests of every clip and speaker, which no parameter can hold. Of those kept out only how many:
    older bundles have their names."""
    told = {name: value for name, value in bundle.training.items() if name != "heard"}
    return {**told, _KEPT_OUT: len(told[_KEPT_OUT])} if _KEPT_OUT in told else told


def _backbone(bundle: Bundle) -> dict[str, Any]:
    return {} if bundle.embedding is None else {"embedding": asdict(bundle.embedding)}


def _signature(bundle: Bundle) -> Any:
    import numpy as np
    from mlflow.models import ModelSignature
    from mlflow.types import Schema, TensorSpec

    def tensor(name: str) -> TensorSpec:
        return TensorSpec(np.dtype(np.float32), (-1,), name)

    embedding = [] if bundle.embedding is None else [tensor("embedding")]
    return ModelSignature(
        inputs=Schema([TensorSpec(np.dtype(np.int16), (-1,), "pcm"), tensor("measures"), *embedding]),
        outputs=Schema([tensor("probability"), tensor("task_distance"), tensor("contributions")]),
    )


def _example(bundle: Bundle) -> dict[str, Any]:
    """The golden clip with measures in the middle of their healthy ranges, and the training clips' mean embedding."""
    import numpy as np

    from registry.golden import golden_clip

    middle = [sum(bundle.healthy.get(name, (np.nan, np.nan))) / 2 for name in bundle.measures]
    example = {"pcm": golden_clip(), "measures": np.array(middle, dtype=np.float32)}
    if bundle.embedding is not None:
        with np.load(bundle.folder / WEIGHTS, allow_pickle=False) as weights:
            example["embedding"] = weights["mean"][len(bundle.measures) :].astype(np.float32)
    return example


def _flat(document: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names that MLflow takes, numbers as floats; what is null is left out."""
    for name, value in document.items():
        key = re.sub(r"[^\w./ -]", "_", f"{prefix}{name}")
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif value is not None:
            yield key, float(value) if isinstance(value, int | float) else value


def _description(bundle: Bundle) -> str:
    return shortened(bundle.card, f"The whole card is among the version's artifacts, in {_BUNDLE_FOLDER}/.")
