from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from speechscan.domain.batch import Batch, BatchState, ItemState
from speechscan.storage import batch_prefix, item_key, item_of, item_prefix

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
LAST = NOON + timedelta(minutes=9)


@pytest.mark.parametrize(
    ("started", "cancelled", "counts", "ended", "state", "ended_at"),
    [
        (None, None, {"awaiting": 2}, None, "open", None),
        (None, None, {"refused": 2}, None, "open", None),
        (LATER, None, {"awaiting": 1, "queued": 1}, None, "running", None),
        (LATER, None, {"completed": 1, "running": 1}, LAST, "running", None),
        (LATER, None, {"completed": 1, "failed": 1, "missing": 1, "refused": 1, "deleted": 1}, LAST, "completed", LAST),
        (LATER, None, {"refused": 2}, None, "completed", LATER),
        (None, LATER, {"cancelled": 2}, LATER, "cancelled", LATER),
        (LATER, LAST, {"completed": 1, "cancelled": 1}, LATER, "cancelled", LAST),
    ],
)
def test_state_and_end_follow_from_the_items(started, cancelled, counts, ended, state, ended_at) -> None:
    found = {ItemState(name): count for name, count in counts.items()}
    batch = Batch(uuid4(), "clinic", None, NOON, started, cancelled, found, ended)
    assert (batch.state, batch.ended_at) == (BatchState(state), ended_at)


def test_what_is_final() -> None:
    assert {state.value for state in ItemState if not state.is_final} == {"awaiting", "queued", "running"}


def test_an_item_is_found_by_its_key() -> None:
    batch_id = uuid4()
    assert item_of(item_key(batch_id, 17)) == (batch_id, 17)
    # Else erasing item 1 would erase items 10 to 19 as well.
    assert not item_key(batch_id, 17).startswith(item_prefix(batch_id, 1))
    assert item_key(batch_id, 17).startswith(batch_prefix(batch_id))


@pytest.mark.parametrize("key", ["uploads/x", "uploads/x/1/recording", "uploads/1/2", "recordings/1/upload"])
def test_other_keys_are_no_items(key: str) -> None:
    assert item_of(key) is None
