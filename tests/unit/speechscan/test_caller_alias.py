"""What stands for a caller where other callers read."""

from __future__ import annotations

import re

from speechscan.domain.caller import caller_alias


def test_it_is_stable_short_and_does_not_tell_the_name() -> None:
    alias = caller_alias("my-clinic", key=b"key")
    assert re.fullmatch(r"caller-[0-9a-f]{8}", alias)
    assert alias == caller_alias("my-clinic", key=b"key")
    assert alias not in {caller_alias("my-clinic", key=b"other"), caller_alias("my-clinic2", key=b"key")}
