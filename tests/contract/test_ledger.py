"""Every ledger keeps the same promises; then what PostgreSQL's alone can promise."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from speechscan.db.engine import async_engine, sync_engine
from speechscan.db.ledger import LedgerReader, PostgresLedger
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.errors import Conflict, Unavailable
from speechscan.ledger import Ledger, MemoryLedger
from speechscan.settings import Settings
from tests.conftest import free_port

NAME = "speechscan"
D1, D2, D3 = "1" * 64, "2" * 64, "3" * 64


def an_entry(event: Event, version: str, digest: str, **more: object) -> NewEntry:
    return NewEntry(event=event, actor="somebody", model_name=NAME, version=version, digest=digest, **more)  # type: ignore[arg-type]


def a_gate(version: str, digest: str, outcome: GateOutcome) -> NewEntry:
    return an_entry(Event.GATE, version, digest, outcome=outcome)


@pytest.fixture
def engine_of(settings: Settings) -> Iterator[Engine]:
    made = sync_engine(settings)
    yield made
    made.dispose()


@pytest.fixture(params=["memory", "postgres"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "memory":
        return MemoryLedger()
    return PostgresLedger(request.getfixturevalue("engine_of"))


@pytest.fixture(params=["memory", "postgres"])
def away(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    if request.param == "memory":
        memory = MemoryLedger()
        memory.away = True
        yield memory
        return
    engine = sync_engine(Settings(database_url=f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"))
    yield PostgresLedger(engine)
    engine.dispose()


def test_an_empty_ledger_knows_nothing(ledger: Ledger) -> None:
    assert ledger.history(NAME) == []
    assert ledger.champion_at(NAME) is None
    assert ledger.known_digest(NAME, "1") is None
    assert not ledger.cleared(NAME, D1)
    assert ledger.latest_verdicts(NAME) == {}


def test_an_entry_comes_back_whole_with_its_time(ledger: Ledger) -> None:
    new = an_entry(
        Event.GATE,
        "2",
        D2,
        outcome=GateOutcome.INCONCLUSIVE,
        reasons=("Too few speakers to tell.", "Another's reason, with a 'quote'."),
        dataset_sha256=D1,
        policy_sha256=D3,
        references=(f"clinic@1:{D1}",),
        report_key="gate/x/report.json",
        flow_run_id=uuid4(),
        details={"needed": 120, "nested": {"a": [1.5, None]}},
    )
    before = datetime.now(UTC)
    entry = ledger.append(new)
    assert ledger.history(NAME) == [entry]
    assert {name: getattr(entry, name) for name in NewEntry.__dataclass_fields__} == {
        name: getattr(new, name) for name in NewEntry.__dataclass_fields__
    }
    assert abs(entry.at - before) < timedelta(minutes=1)


def test_history_is_newest_first_of_one_model_and_may_be_of_one_version(ledger: Ledger) -> None:
    first = ledger.append(an_entry(Event.BOOTSTRAP, "1", D1))
    second = ledger.append(a_gate("2", D2, GateOutcome.FAIL))
    third = ledger.append(a_gate("2", D2, GateOutcome.PASS))
    assert ledger.history(NAME) == [third, second, first]
    assert ledger.history(NAME, limit=2) == [third, second]
    assert ledger.history(NAME, version="2") == [third, second]
    assert ledger.history("another") == []


def test_who_was_champion_when(ledger: Ledger) -> None:
    entries = [
        ledger.append(an_entry(Event.BOOTSTRAP, "1", D1)),
        ledger.append(a_gate("2", D2, GateOutcome.PASS)),
        ledger.append(an_entry(Event.PROMOTION, "2", D2, previous_version="1")),
        ledger.append(an_entry(Event.REFUSAL, "3", D3, reasons=("Not gated.",))),
        ledger.append(an_entry(Event.ROLLBACK, "1", D1, previous_version="2")),
    ]
    assert ledger.champion_at(NAME, entries[0].at - timedelta(seconds=1)) is None
    assert [ledger.champion_at(NAME, entry.at).version for entry in entries] == ["1", "1", "2", "2", "1"]  # type: ignore[union-attr]
    assert ledger.champion_at(NAME) == entries[-1]


@pytest.mark.parametrize(
    ("new", "clears"),
    [
        (an_entry(Event.BOOTSTRAP, "1", D1), True),
        (a_gate("1", D1, GateOutcome.PASS), True),
        (a_gate("1", D1, GateOutcome.FAIL), False),
        (a_gate("1", D1, GateOutcome.INCONCLUSIVE), False),
        (an_entry(Event.APPROVAL, "1", D1, outcome=GateOutcome.PASS), False),
        (an_entry(Event.PROMOTION, "1", D1), False),
        (an_entry(Event.REFUSAL, "1", D1), False),
    ],
)
def test_only_a_passed_gate_or_a_bootstrap_clears_a_digest(ledger: Ledger, new: NewEntry, clears: bool) -> None:
    ledger.append(new)
    assert ledger.cleared(NAME, D1) is clears
    assert not ledger.cleared(NAME, D2)
    assert not ledger.cleared("another", D1)


def test_the_known_digest_is_that_of_the_latest_decision_and_no_refusals(ledger: Ledger) -> None:
    ledger.append(a_gate("2", D1, GateOutcome.FAIL))
    ledger.append(a_gate("2", D2, GateOutcome.PASS))
    ledger.append(an_entry(Event.REFUSAL, "2", D3))
    assert ledger.known_digest(NAME, "2") == D2


def test_the_latest_gate_of_each_version(ledger: Ledger) -> None:
    ledger.append(a_gate("2", D2, GateOutcome.FAIL))
    third = ledger.append(a_gate("3", D3, GateOutcome.FAIL))
    again = ledger.append(a_gate("2", D2, GateOutcome.PASS))
    assert ledger.latest_verdicts(NAME) == {"2": again, "3": third}


def test_a_refusal_is_written_once_however_many_refuse_it(ledger: Ledger) -> None:
    refusal = an_entry(Event.REFUSAL, "3", D3, reasons=("Version 3 has passed no gate.",))
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda _: ledger.append_refusal(refusal), range(16)))
    assert sum(entry is not None for entry in written) == 1
    for other in (
        an_entry(Event.REFUSAL, "3", D3, reasons=("Another reason.",)),
        an_entry(Event.REFUSAL, "3", D2, reasons=refusal.reasons),
        an_entry(Event.REFUSAL, "4", D3, reasons=refusal.reasons),
    ):
        assert ledger.append_refusal(other) is not None
    assert len(ledger.history(NAME)) == 4


def test_only_one_holds_the_promotion_lock(ledger: Ledger) -> None:
    inside, most = 0, 0
    counting = threading.Lock()

    def promote(_: int) -> None:
        nonlocal inside, most
        with ledger.promotion_lock(NAME) as held:
            with counting:
                inside += 1
                most = max(most, inside)
            held.check()
            ledger.history(NAME)
            with counting:
                inside -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(promote, range(12)))
    assert most == 1


def test_who_waits_too_long_for_the_lock_is_told_so_and_others_are_not_held_up(ledger: Ledger) -> None:
    with ledger.promotion_lock(NAME):
        with pytest.raises(Conflict, match="under way"), ledger.promotion_lock(NAME, wait_s=0.05):
            pass
        with ledger.promotion_lock("another", wait_s=0.05) as held:
            held.check()
    with ledger.promotion_lock(NAME, wait_s=0.05) as held:
        held.check()


def test_the_lock_goes_with_an_error_inside(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.promotion_lock(NAME):
        raise ZeroDivisionError
    with ledger.promotion_lock(NAME, wait_s=0.05) as held:
        held.check()


def test_a_ledger_that_is_away_says_so(away: Ledger) -> None:
    refusal = an_entry(Event.REFUSAL, "1", D1)
    for call in (
        lambda: away.append(refusal),
        lambda: away.append_refusal(refusal),
        lambda: away.history(NAME),
        lambda: away.champion_at(NAME),
        lambda: away.cleared(NAME, D1),
        lambda: away.known_digest(NAME, "1"),
        lambda: away.latest_verdicts(NAME),
        lambda: away.promotion_lock(NAME).__enter__(),
    ):
        with pytest.raises(Unavailable) as raised:
            call()
        assert raised.value.dependency == "database"


# -- PostgreSQL alone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "update model_ledger set actor = 'somebody else'",
        "update model_ledger set actor = 'x' where false",
        "delete from model_ledger",
        "truncate model_ledger",
        "set session_replication_role = replica; delete from model_ledger",
    ],
)
def test_nothing_in_the_ledger_can_be_changed(engine_of: Engine, change: str) -> None:
    ledger = PostgresLedger(engine_of)
    entry = ledger.append(an_entry(Event.BOOTSTRAP, "1", D1))
    with pytest.raises(ProgrammingError, match="append-only"), engine_of.begin() as db:
        db.execute(text(change))
    assert ledger.history(NAME) == [entry]


def test_a_lock_lost_with_its_connection_is_noticed_and_free_for_others(engine_of: Engine) -> None:
    ledger = PostgresLedger(engine_of)
    with ledger.promotion_lock(NAME) as held:
        with engine_of.begin() as db:
            db.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))
        with pytest.raises(Unavailable):
            held.check()
        with ledger.promotion_lock(NAME, wait_s=5) as other:
            other.check()


async def test_the_reader_gives_decisions_and_no_refusals(settings: Settings, engine_of: Engine) -> None:
    ledger = PostgresLedger(engine_of)
    first = ledger.append(an_entry(Event.BOOTSTRAP, "1", D1))
    ledger.append(an_entry(Event.REFUSAL, "2", D2))
    second = ledger.append(a_gate("2", D2, GateOutcome.FAIL))
    engine = async_engine(settings)
    assert await LedgerReader(engine).decisions(NAME) == [second, first]
    await engine.dispose()
