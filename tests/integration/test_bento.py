"""The built bento, served, with a real MLflow and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest

from registry import bundle
from registry.bootstrap import bootstrap
from registry.onnx_scorer import OnnxScorer
from registry.pcm import from_float
from registry.versions import CHAMPION, MlflowRegistry
from regression.phantoms import vowel
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.result import ModelRef
from speechscan.errors import RecordingError, Unavailable
from speechscan.scorer import HttpScorer, wire
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.bento_process import REPOSITORY, Bento, environment, serving, until_ready
from tests.conftest import eventually, fresh_database
from tests.mlflow_server import Line
from tests.versions import passed, variant, with_a_wrong_golden_score

# MLflow's client warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(300)]

CLIP = from_float(vowel(1, duration_s=3.0)).tobytes()


@dataclass
class Served:
    bento: Bento
    registry: MlflowRegistry
    ledger: PostgresLedger
    line: Line
    database: str
    model_name: str

    def scorer(self) -> HttpScorer:
        return HttpScorer(self.bento.url)

    def champion(self) -> str:
        return str(httpx.post(f"{self.bento.url}/champion", json={}, timeout=30).json()["version"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Tag of the bento that `bentoml build` makes, and the folder of its store."""
    folder = tmp_path_factory.mktemp("bento")
    (folder / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "bentoml", "build", "--output", "tag", str(REPOSITORY)],
        cwd=REPOSITORY, env=environment(folder, {}), check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout.strip().splitlines()[-1].removeprefix("__tag__:"), folder


@pytest.fixture(scope="module")
def served(built: tuple[str, Path], mlflow_url: str, postgres: str, migrated: str) -> Iterator[Served]:
    tag, folder = built
    line = Line(mlflow_url)
    name = f"screener-{uuid4().hex[:8]}"
    registry = MlflowRegistry(mlflow_url, name)
    with fresh_database(postgres, migrated) as url:
        engine = sync_engine(Settings(database_url=url))
        ledger = PostgresLedger(engine)
        bootstrap(registry, bundle.read(bundle.SHIPPED), ledger, MemoryStore())
        settings = {
            "SPEECHSCAN_MLFLOW_URL": line.url,
            "SPEECHSCAN_MODEL_NAME": name,
            "SPEECHSCAN_MODEL_POLL_S": "0.2",
            "SPEECHSCAN_DATABASE_URL": url.get_secret_value(),
        }
        # Not the repository as working directory: the built bento must bring its own code.
        with serving(tag, folder, settings, cwd=folder) as bento:
            until_ready(bento)
            yield Served(bento, registry, ledger, line, url.get_secret_value().replace("+psycopg", ""), name)
        engine.dispose()
    line.cut()


@pytest.fixture
async def scorer(served: Served) -> AsyncIterator[HttpScorer]:
    made = served.scorer()
    yield made
    await made.aclose()


@pytest.fixture
def next_version(served: Served, tmp_path: Path) -> str:
    """Number of a newly registered version that has passed the gate."""
    made = variant(tmp_path)
    number = served.registry.register(made)
    passed(served.ledger, served.model_name, number, made.digest)
    return number


def test_the_bento_holds_what_it_needs_and_nothing_else(built: tuple[str, Path]) -> None:
    tag, folder = built
    source = folder / "home" / "bentos" / tag.replace(":", "/") / "src"
    packed = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    assert "bentos/service.py" in packed
    assert not [path for path in packed if path.startswith(("tests", "api", "flows", "registry/shipped", "infra"))]
    assert "registry/pin.txt" in packed
    assert not [path for path in packed if "log_mel" in path or "cli" in path.split("/")]


async def test_it_scores_a_phantom_as_the_model_does_offline(served: Served, scorer: HttpScorer) -> None:
    offline = OnnxScorer(bundle.read(bundle.SHIPPED), ModelRef(served.model_name, served.champion()))
    (score,) = await scorer.score([CLIP])
    assert score == offline.score(CLIP)
    assert {"f0_hz", "jitter_local", "clarity_score"} <= score.measurements.keys()
    assert score.contributions
    assert await scorer.champion() == score.model


async def test_neighbours_in_a_batch_change_nothing(scorer: HttpScorer) -> None:
    others = [from_float(vowel(seed, duration_s=1.0 + seed / 3)).tobytes() for seed in range(2, 8)]
    (alone,) = await scorer.score([CLIP])
    together = await scorer.score([*others, CLIP])
    assert together[-1] == alone
    assert len({score.probability for score in together}) == len(together)


async def test_a_clip_too_short_is_refused_as_the_scorer_expects(scorer: HttpScorer) -> None:
    with pytest.raises(RecordingError) as raised:
        await scorer.score([CLIP, CLIP[: 2 * 15_999]])
    assert raised.value.code == "model_refused"


@pytest.mark.parametrize("body", [b"", b"\x01", wire.pack([CLIP])[:-1], b"\xff\xff\xff\xff" + CLIP])
def test_a_malformed_body_is_a_bad_request(served: Served, body: bytes) -> None:
    answer = httpx.post(
        f"{served.bento.url}/score", content=body, headers={"content-type": "application/octet-stream"}, timeout=30
    )
    assert answer.status_code == 400
    assert "malformed" in answer.json()["error"]


async def test_no_clip_gives_no_score(scorer: HttpScorer) -> None:
    assert await scorer.score([]) == []


def test_the_log_has_the_ids_of_request_and_jobs(served: Served) -> None:
    ids = {"x-request-id": uuid4().hex, "x-job-ids": str(uuid4())}
    octets = {"content-type": "application/octet-stream"}
    httpx.post(
        f"{served.bento.url}/score", content=wire.pack([CLIP]), headers={**ids, **octets}, timeout=30
    ).raise_for_status()

    def line() -> dict[str, object] | None:
        found = [text for text in served.bento.log.read_text().splitlines() if ids["x-request-id"] in text]
        return json.loads(found[0]) if found else None

    written = eventually(line)
    assert written["event"] == "scored"
    assert (written["service"], written["clips"], written["job_ids"]) == ("bento", 1, ids["x-job-ids"])


def test_probes_and_metrics_answer(served: Served) -> None:
    assert served.bento.answers("/livez") == 200
    metrics = httpx.get(f"{served.bento.url}/metrics", timeout=30).text
    assert 'endpoint="/score"' in metrics
    assert "bentoml_service_request_duration_seconds_bucket" in metrics


def test_it_tells_the_database_that_a_champion_is_ready(served: Served) -> None:
    def row() -> tuple[str, str, bool] | None:
        with psycopg.connect(served.database) as db:
            return db.execute(
                "select model_name, model_version, ready_at > now() - interval '5 seconds' from model_heartbeats"
            ).fetchone()

    eventually(lambda: row() == (served.model_name, served.champion(), True))


async def test_a_new_champion_is_served_without_a_failed_request(
    served: Served, scorer: HttpScorer, next_version: str
) -> None:
    seen: list[str] = []

    async def ask_until_new() -> None:
        end = time.monotonic() + 120
        while next_version not in seen[-1:] and time.monotonic() < end:
            (score,) = await scorer.score([CLIP])
            seen.append(score.model.version)

    before = served.champion()
    asking = [asyncio.create_task(ask_until_new()) for _ in range(4)]
    await asyncio.to_thread(eventually, lambda: len(seen) >= 8)
    await asyncio.to_thread(served.registry.set_alias, CHAMPION, next_version)
    await asyncio.gather(*asking)
    assert seen[0] == before != next_version
    assert seen[-1] == next_version


async def test_a_version_that_cannot_be_loaded_leaves_the_last_good_one(
    served: Served, scorer: HttpScorer, tmp_path: Path
) -> None:
    made = variant(tmp_path, with_a_wrong_golden_score)
    before = served.champion()
    broken = served.registry.register(made)
    passed(served.ledger, served.model_name, broken, made.digest)
    served.registry.set_alias(CHAMPION, broken)
    eventually(lambda: "version_refused" in served.bento.log.read_text())
    assert (await scorer.champion()).version == before
    assert served.bento.answers("/readyz") == 200
    served.registry.set_alias(CHAMPION, before)


async def test_mlflow_away_after_the_load_changes_nothing(
    served: Served, scorer: HttpScorer, next_version: str
) -> None:
    before = served.champion()
    served.line.cut()
    eventually(lambda: "registry_away" in served.bento.log.read_text(), timeout_s=120)
    (score,) = await scorer.score([CLIP])
    assert score.model.version == before
    assert served.bento.answers("/readyz") == 200
    served.line.mend()
    served.registry.set_alias(CHAMPION, next_version)
    eventually(lambda: served.champion() == next_version, timeout_s=120)


async def test_without_a_champion_it_is_alive_but_not_ready_and_invents_nothing(
    mlflow_url: str, tmp_path: Path
) -> None:
    settings = {"SPEECHSCAN_MLFLOW_URL": mlflow_url, "SPEECHSCAN_MODEL_NAME": f"none-{uuid4().hex[:8]}"}
    with serving("bentos.service:Screener", tmp_path, settings) as bento:
        eventually(lambda: bento.answers("/livez") == 200, timeout_s=90, every_s=0.2)
        assert bento.answers("/readyz") == 503
        scorer = HttpScorer(bento.url)
        for call in (scorer.score([CLIP]), scorer.champion()):
            with pytest.raises(Unavailable) as raised:
                await call
            assert raised.value.dependency == "model"
        await scorer.aclose()
        eventually(lambda: "no_champion" in bento.log.read_text())


def test_unsound_settings_end_the_service_with_a_reason(tmp_path: Path) -> None:
    # Not the working folder's own data folder, whose stack.env would fill the gaps.
    settings = {"SPEECHSCAN_ENVIRONMENT": "production", "SPEECHSCAN_DATA_DIR": str(tmp_path)}
    with serving("bentos.service:Screener", tmp_path, settings) as bento:
        assert bento.process.wait(60) != 0
    assert "SPEECHSCAN_DATABASE_URL" in bento.log.read_text()
