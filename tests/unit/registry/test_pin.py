"""The digest of the shipped model is pinned in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry import pin
from registry.bundle import Bundle
from registry.pin import NotThePinnedModel, counts_as_gated, require_pinned
from tests.versions import variant


def test_the_pin_is_of_the_shipped_files(shipped: Bundle) -> None:
    assert pin.pinned() == shipped.digest, (
        "The shipped model is another one than registry/pin.txt says. If it was trained anew on purpose: run "
        f"`python -m registry.pin`, and keep {pin.pinned()} in FORMERLY_SHIPPED of registry/pin.py, so that "
        "databases which it serves go on."
    )
    require_pinned(shipped)


def test_pinning_writes_one_line(shipped: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin, "PIN", tmp_path / "pin.txt")
    pin.main()
    assert (tmp_path / "pin.txt").read_text() == f"{shipped.digest}\n"


def test_another_model_in_its_place_is_refused_with_what_to_do(tmp_path: Path) -> None:
    other = variant(tmp_path)
    with pytest.raises(NotThePinnedModel, match="Restore registry/shipped"):
        require_pinned(other)
    assert not counts_as_gated(other.digest)


def test_what_was_shipped_before_still_counts_and_what_nothing_reads_does_not() -> None:
    assert all(counts_as_gated(digest) for digest in pin.FORMERLY_SHIPPED)
    assert not pin.FORMERLY_SHIPPED & pin.NO_LONGER_SERVED
