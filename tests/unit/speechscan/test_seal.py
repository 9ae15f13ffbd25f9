from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from speechscan.seal import Seal
from speechscan.settings import Settings

SECRET = "whsec_b2xkIHNlY3JldA=="


@given(st.text(max_size=100))
def test_what_is_sealed_is_opened_and_not_seen(text):
    sealed = Seal("key").close(text)

    assert Seal("key").open(sealed) == text
    assert len(text) < 4 or text not in sealed


def test_another_key_opens_nothing():
    assert Seal("another").open(Seal("key").close(SECRET)) is None
    assert Seal("another", "third").open(Seal("key").close(SECRET)) is None


def test_the_previous_key_opens_and_does_not_seal():
    old, between, new = Seal("old"), Seal("new", "old"), Seal("new")
    sealed = old.close(SECRET)

    assert (between.open(sealed), between.is_present(sealed)) == (SECRET, False)
    assert new.open(between.close(SECRET)) == SECRET
    assert between.is_present(new.close(SECRET))


@pytest.mark.parametrize("at", [0, 10, 60, -2])
def test_what_somebody_changed_is_not_opened(at):
    sealed = Seal("key").close(SECRET)
    other = "A" if sealed[at] != "A" else "B"
    changed = sealed[:at] + other + (sealed[at + 1 :] if at != -1 else "")

    assert Seal("key").open(changed) is None


@pytest.mark.parametrize("kept", ["", "gAAAA", SECRET, "ä"])
def test_what_was_never_sealed_is_not_opened(kept):
    assert Seal("key").open(kept) is None


def test_of_the_settings():
    before = Settings(webhook_key=SecretStr("old"))
    after = Settings(webhook_key=SecretStr("new"), webhook_previous_key=SecretStr("old"))
    emptied = Settings(webhook_key=SecretStr("new"), webhook_previous_key=SecretStr(""))
    sealed = Seal.of(before).close(SECRET)

    assert [Seal.of(settings).open(sealed) for settings in (before, after, emptied)] == [SECRET, SECRET, None]
