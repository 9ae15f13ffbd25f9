"""How fast a regression scores a reference set through the service, beside the bare model in a loop in the same run."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from registry import bundle
from registry.onnx_scorer import OnnxScorer
from registry.versions import CHAMPION, MlflowRegistry
from regression.references.reference import Reference
from regression.references.store import ReferenceStore
from regression.scoring import score_served
from speechscan.domain.result import ModelRef
from speechscan.scorer import HttpScorer
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests.integration.trained import written

SPEAKERS = 60


@dataclass(frozen=True, slots=True)
class Rescore:
    """Clips per second; the median of the rounds, which take turns. ratio: of the two."""

    bare: float
    served: float
    ratio: float
    clips: int
    rounds: int


def measure(settings: Settings, rounds: int = 5) -> Rescore:
    store = ReferenceStore(S3Store(settings))
    with tempfile.TemporaryDirectory() as folder:
        reference = store.add("bench", written(Path(folder) / "cohort", SPEAKERS, seed=3) / "manifest.csv")
        scorer = _champion(settings, Path(folder))
    clips = [store.audio(clip).tobytes() for clip in reference.clips]
    pairs = []
    for _ in range(rounds + 1):
        bare = _bare(scorer, clips)
        pairs.append((bare, asyncio.run(_served(settings, reference, store))))
    # The first warms up.
    bare, served = zip(*pairs[1:], strict=True)
    ratio = median(s / b for b, s in pairs[1:])
    return Rescore(median(bare), median(served), ratio, len(clips), rounds)


def _champion(settings: Settings, folder: Path) -> OnnxScorer:
    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    number = str(registry.resolve(CHAMPION))
    return OnnxScorer(bundle.read(registry.download(number, folder)), ModelRef(settings.model_name, number))


def _bare(scorer: OnnxScorer, clips: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    for clip in clips:
        scorer.score(clip)
    return len(clips) / (time.perf_counter() - begun)


async def _served(settings: Settings, reference: Reference, store: ReferenceStore) -> float:
    """From the first clip's sound in the object store to the last score, as a regression does it."""
    scorer = HttpScorer(settings.scorer_url)
    begun = time.perf_counter()
    await score_served(reference, store.audio, scorer, settings.quality_gate)
    took = time.perf_counter() - begun
    await scorer.aclose()
    return len(reference.clips) / took


def main() -> None:
    """`python -m tests.benchmarks.rescore`: this section alone."""
    from tests.integration.local_stack import running

    with tempfile.TemporaryDirectory() as folder:
        only = ("postgres", "s3", "mlflow", "bento")
        with running(Path(folder) / "data", only=only) as stack:
            print(measure(stack.settings))


if __name__ == "__main__":
    main()
