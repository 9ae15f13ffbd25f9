"""A version is downloaded, verified, loaded and warmed up, or refused."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bentos.admission import Admission
from bentos.loaded import Loaded, warm_up
from registry import bundle
from registry.versions import ModelRegistry
from speechscan.domain.result import ModelRef

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer


@dataclass(frozen=True, slots=True)
class Refusal:
    """digest: empty where the files could not be read. revocable: by the ledger alone, without another download."""

    version: str
    digest: str
    reason: str
    revocable: bool


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def load(registry: ModelRegistry, admission: Admission, version: str) -> Loaded:
    """Raises Refused, and where nothing can be said of the version: Unavailable, LookupError."""
    # The graph is read whole; nothing stays on disk.
    with tempfile.TemporaryDirectory(prefix="speechscan-model-") as folder:
        downloaded = registry.download(version, Path(folder))
        digest = ""
        try:
            found = bundle.read(downloaded)
            digest = found.digest
            if why_not := admission.objection(version, digest):
                raise Refused(Refusal(version, digest, why_not, revocable=True))
            return Loaded(_scorer(found, ModelRef(registry.name, version)), digest)
        except bundle.BadBundle as error:
            # The name of the temporary folder would make each try's reason another one.
            reason = f"Version {version} cannot be served: {error}.".replace(f"{downloaded}/", "")
            raise Refused(Refusal(version, digest, reason, revocable=False)) from error


def _scorer(found: bundle.Bundle, model: ModelRef) -> OnnxScorer:
    # Here, since the parent process of BentoML imports this module too and needs no runtime.
    from registry.onnx_scorer import OnnxScorer

    scorer = OnnxScorer(found, model)
    try:
        warm_up(scorer)
    except Exception as error:  # whatever it is, requests would meet it too
        raise bundle.BadBundle(f"it failed to score when it was warmed up: {error}") from error
    return scorer
