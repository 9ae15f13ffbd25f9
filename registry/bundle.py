"""A model version as a folder: graph, weights, metadata, card, and the checkpoint of its backbone if it has one. No
torch and no ONNX Runtime here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.backbones.base import CONFIG, STATE
from speechscan.domain.verdict import DecisionPolicy

GRAPH = "model.onnx"
WEIGHTS = "weights.npz"
METADATA = "metadata.json"
CARD = "MODEL_CARD.md"
FILES = (GRAPH, WEIGHTS, METADATA, CARD)
CHECKPOINT = (CONFIG, STATE)
SHIPPED = Path(__file__).parent / "shipped"
SCHEMA = 2


class BadBundle(Exception):
    """The folder does not hold a whole model version that this code can serve."""


@dataclass(frozen=True, slots=True)
class Golden:
    """What the model says of `registry.golden.golden_clip()`."""

    probability: float
    task_distance: float


@dataclass(frozen=True, slots=True)
class Embedding:
    """What the graph reads in the place of the log-mel statistics, from the checkpoint in the bundle's own folder.

    source    where the weights came from: a bundle of torchaudio, or the name of a folder
    layer     whose output is averaged
    identity  as `Backbone.identity` said in training"""

    backbone: str
    source: str
    layer: int
    dims: int
    identity: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """familiar_limit  largest task distance at which a clip counts as one of the kind that the model was made for
    measures           names of the measures that the graph takes, in its order
    healthy            measure -> 5th and 95th percentile of the healthy training speakers
    embedding          None where the graph makes its log-mel statistics itself
    digest             SHA-256 of metadata.json, which holds those of all other files but the card"""

    folder: Path
    digest: str
    policy: DecisionPolicy
    familiar_limit: float
    golden: Golden
    measures: tuple[str, ...]
    healthy: dict[str, tuple[float, float]]
    cautions: tuple[str, ...]
    training: dict[str, Any]
    figures: dict[str, Any]
    embedding: Embedding | None = None

    @property
    def files(self) -> tuple[str, ...]:
        return FILES if self.embedding is None else (*FILES, *CHECKPOINT)

    @property
    def graph(self) -> Path:
        return self.folder / GRAPH

    @property
    def card(self) -> str:
        return (self.folder / CARD).read_text()


def read(folder: Path) -> Bundle:
    """Raises BadBundle when a file is missing or was changed."""
    try:
        raw = (folder / METADATA).read_bytes()
        told = json.loads(raw)
        if told["schema"] != SCHEMA:
            raise BadBundle(f"the metadata has schema {told['schema']}, this code reads {SCHEMA}")
        for name in _digested(told):
            if sha256(folder / name) != told["sha256"][name]:
                raise BadBundle(f"{name} is not the file that the metadata describes")
        return Bundle(
            folder=folder,
            digest=hashlib.sha256(raw).hexdigest(),
            policy=DecisionPolicy(**told["policy"]),
            familiar_limit=float(told["familiar_limit"]),
            golden=Golden(**told["golden"]),
            measures=tuple(told["measures"]),
            healthy={name: (float(low), float(high)) for name, (low, high) in told["healthy"].items()},
            cautions=tuple(told["cautions"]),
            training=told["training"],
            figures=told["figures"],
            embedding=Embedding(**told["embedding"]) if "embedding" in told else None,
        )
    except OSError as error:
        # Without the folder, which is often a temporary one.
        name = Path(str(error.filename)).name
        raise BadBundle(f"the model version is incomplete: {name}: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadBundle(f"the model version is incomplete: {type(error).__name__}: {error}") from error


def write_metadata(folder: Path, content: dict[str, Any]) -> None:
    """Adds schema and digests; graph, weights and the checkpoint, if there is an embedding, must be there."""
    digests = {name: sha256(folder / name) for name in _digested(content)}
    document = {"schema": SCHEMA, **content, "sha256": digests}
    (folder / METADATA).write_text(json.dumps(document, indent=2) + "\n")


def _digested(content: dict[str, Any]) -> tuple[str, ...]:
    return (GRAPH, WEIGHTS, *CHECKPOINT) if "embedding" in content else (GRAPH, WEIGHTS)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
