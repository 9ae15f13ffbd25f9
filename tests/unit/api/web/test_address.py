"""Where a sign-in leads is a page of ours, whatever a link says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.address import here, safe_path, url

ORIGIN = "https://clinic.example"


@pytest.mark.parametrize(
    "path", ["/", "/reports", "/reports?kind=drift&cursor=a%7Cb", "/a//b", "/a?next=//evil.example"]
)
def test_pages_of_ours_are_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "reports",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/a\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        " /reports",
        "/\t/evil.example",
        "/\n/evil.example",
        "/reports\r\nSet-Cookie: a=b",
        "/ü",
        "/" + "a" * 1000,
    ],
)
def test_everything_else_is_the_start_page(path):
    assert safe_path(path) == "/"


@given(st.text(st.characters(max_codepoint=0x17F) | st.sampled_from("/\\:?#@\t\r\n "), max_size=30))
def test_no_text_leads_away(text):
    path = safe_path(text)

    assert path.startswith("/")
    assert urlsplit(urljoin(f"{ORIGIN}/sign-in", path)).netloc == "clinic.example"


def test_a_proxys_prefix_is_put_before_and_taken_off():
    scope = {"path": "/speech/reports/ü", "root_path": "/speech", "query_string": b"kind=drift"}

    assert here(scope) == "/reports/%C3%BC?kind=drift"
    assert url(scope, "/reports") == "/speech/reports"
