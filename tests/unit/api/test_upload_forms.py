"""How long a form for an upload past the API can be used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.batches.making import form_validity
from speechscan.settings import Settings

SETTINGS = Settings(upload_window_s=6 * 3600, upload_keep_s=24 * 3600)


@pytest.mark.parametrize(
    ("age", "valid_for"),
    [
        (timedelta(0), timedelta(hours=6)),
        (timedelta(hours=17), timedelta(hours=6)),
        (timedelta(hours=23), timedelta(hours=1)),
        (timedelta(hours=25), timedelta(seconds=1)),
    ],
)
def test_no_longer_than_what_it_is_for(age: timedelta, valid_for: timedelta) -> None:
    assert form_validity(SETTINGS, age) == valid_for
