from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.catalogue import LANGUAGES
from api.web.language import choose
from api.web.theme import theme_of
from tests.unit.api.web.requests import request


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("de", "en", "de"),
        ("en", "de", "en"),
        ("fr", "de", "de"),
        (None, "de", "de"),
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "fr, en;q=0.4, DE;q=0.5", "de"),
        (None, "de;q=0, en;q=0.1", "en"),
        (None, "fr", "en"),
        (None, "", "en"),
        (None, "*", "en"),
        (None, "de;q=much", "en"),
    ],
)
def test_by_choice_then_by_browser_then_english(chosen, accepted, language):
    assert choose(chosen, accepted) == language


@given(st.none() | st.text(max_size=10), st.text(max_size=60))
def test_whatever_a_browser_sends(chosen, accepted):
    assert choose(chosen, accepted) in LANGUAGES


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('x"><script>', "system")])
def test_theme_is_one_of_ours(cookie, theme):
    assert theme_of(request(cookie=f"speechscan-theme={cookie}")) == theme
    assert theme_of(request()) == "system"
