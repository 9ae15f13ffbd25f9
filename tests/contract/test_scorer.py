"""One suite for every scorer: the Bento behind HTTP, and the one in memory. Then what HTTP alone can do wrong."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from registry import bundle
from registry.bootstrap import bootstrap
from registry.pcm import from_float
from registry.versions import MlflowRegistry
from regression.phantoms import vowel
from speechscan.domain.result import ModelRef
from speechscan.domain.verdict import DecisionPolicy
from speechscan.errors import Interrupted, RecordingError, ScorerError, SpeechScanError, Unavailable
from speechscan.ledger import MemoryLedger
from speechscan.scorer import HttpScorer, MemoryScorer, Scorer, wire
from speechscan.storage import MemoryStore
from tests.bento_process import serving, until_ready
from tests.conftest import free_port

# MLflow's client warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(300)]

CLIPS = [from_float(vowel(seed, duration_s=1.5)).tobytes() for seed in range(3)]
EMPTY = b""


@pytest.fixture(scope="module")
def bento_url(mlflow_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    name = f"contract-{uuid4().hex[:8]}"
    bootstrap(MlflowRegistry(mlflow_url, name), bundle.read(bundle.SHIPPED), MemoryLedger(), MemoryStore())
    settings = {"SPEECHSCAN_MLFLOW_URL": mlflow_url, "SPEECHSCAN_MODEL_NAME": name}
    with serving("bentos.service:Screener", tmp_path_factory.mktemp("bento"), settings) as bento:
        until_ready(bento)
        yield bento.url


@pytest.fixture(params=["bento", "memory"])
async def scorer(request: pytest.FixtureRequest) -> AsyncIterator[Scorer]:
    if request.param == "memory":
        yield MemoryScorer()
        return
    made = HttpScorer(request.getfixturevalue("bento_url"))
    yield made
    await made.aclose()


@pytest.fixture(params=["bento", "memory"])
async def away(request: pytest.FixtureRequest) -> AsyncIterator[Scorer]:
    if request.param == "memory":
        memory = MemoryScorer()
        memory.away = True
        yield memory
        return
    made = HttpScorer(f"http://127.0.0.1:{free_port()}")
    yield made
    await made.aclose()


async def test_a_score_for_each_clip_in_its_order(scorer: Scorer) -> None:
    alone = [(await scorer.score([clip]))[0] for clip in CLIPS]
    assert await scorer.score(CLIPS) == alone
    assert await scorer.score(CLIPS[::-1]) == alone[::-1]
    assert len({score.probability for score in alone}) == len(CLIPS)


async def test_scores_are_complete(scorer: Scorer) -> None:
    for score in await scorer.score(CLIPS):
        assert 0 <= score.probability <= 1
        assert score.policy.abstain_low <= score.policy.threshold <= score.policy.abstain_high
        assert score.model == await scorer.champion()
        assert not score.measurements.keys() & score.unmeasured.keys()


async def test_no_clip_gives_no_score(scorer: Scorer) -> None:
    assert await scorer.score([]) == []


async def test_a_clip_without_sound_is_refused(scorer: Scorer) -> None:
    with pytest.raises(RecordingError) as refusal:
        await scorer.score([CLIPS[0], EMPTY])
    assert refusal.value.code == "model_refused"
    assert len(await scorer.score(CLIPS)) == len(CLIPS)


async def test_a_scorer_that_is_away_says_so(away: Scorer) -> None:
    for call in (away.score(CLIPS), away.champion()):
        with pytest.raises(Unavailable) as error:
            await call
        assert error.value.dependency == "model"
        assert not isinstance(error.value, Interrupted)


# -- HTTP alone -------------------------------------------------------------------------------

Reply = tuple[int, bytes]
MODEL, POLICY = ModelRef("speechscan", "1"), DecisionPolicy(0.5, 0.4, 0.6)


class _Server(ThreadingHTTPServer):
    """Answers every request with `reply`; None breaks the connection off."""

    daemon_threads = True
    reply: Reply | None = None


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if self.server.reply is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, body = self.server.reply
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
async def http(server: _Server) -> AsyncIterator[HttpScorer]:
    made = HttpScorer(f"http://127.0.0.1:{server.server_port}", timeout_s=5)
    yield made
    await made.aclose()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ((422, b"{}"), RecordingError),
        ((503, b"{}"), Unavailable),
        ((429, b"{}"), Unavailable),
        ((500, b"{}"), ScorerError),
        ((400, b"{}"), ScorerError),
        ((200, b"<html>a proxy's page</html>"), ScorerError),
        ((200, b"[]"), ScorerError),
        ((200, b"{}"), ScorerError),
        ((200, json.dumps(wire.encode_scores([], MODEL, POLICY)).encode()), ScorerError),
        (None, Interrupted),
    ],
)
async def test_every_wrong_answer_has_its_error(
    http: HttpScorer, server: _Server, reply: Reply | None, error: type[SpeechScanError]
) -> None:
    server.reply = reply
    with pytest.raises(error) as raised:
        await http.score(CLIPS)
    assert type(raised.value) is error


@pytest.mark.parametrize("body", [b"[]", b'{"name": "speechscan"}', b"null", b"x"])
async def test_a_champion_that_is_none(http: HttpScorer, server: _Server, body: bytes) -> None:
    server.reply = (200, body)
    with pytest.raises(ScorerError):
        await http.champion()


async def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scorer = HttpScorer(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_s=0.3)
        with pytest.raises(Interrupted):
            await scorer.score(CLIPS)
        await scorer.aclose()
