"""What a header says is never trusted further than it was checked."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.auth import bearer_token
from api.observe import sane_request_id
from api.upload import agreed_subject, sane_subject
from speechscan.errors import InvalidRequest

SANE = string.ascii_letters + string.digits + "._-"


@given(st.text(max_size=100))
def test_request_id_is_harmless_whatever_was_sent(given_id):
    used = sane_request_id(given_id)

    assert 1 <= len(used) <= 64
    assert set(used) <= set(SANE)


@given(st.text(SANE, min_size=1, max_size=64))
def test_sane_request_id_is_kept(given_id):
    assert sane_request_id(given_id) == given_id


@given(st.lists(st.text(max_size=300), max_size=3))
def test_token_is_plausible_or_none(headers):
    token = bearer_token(headers)

    assert token is None or (token.startswith("sps_") and len(token) <= 200)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_token(scheme):
    assert bearer_token([f"{scheme} sps_abc"]) == "sps_abc"
    assert bearer_token([f"{scheme} sps_abc", f"{scheme} sps_abc"]) is None
    assert bearer_token([f"{scheme} abc"]) is None


@given(st.binary(max_size=300))
def test_subject_is_sane_or_refused(raw):
    try:
        subject = sane_subject(raw)
    except InvalidRequest:
        return
    assert 1 <= len(subject) <= 200
    assert subject == subject.strip()
    assert sane_subject(subject.encode()) == subject
    assert not any(ord(c) < 32 or ord(c) == 127 for c in subject)


def test_subject_by_header_and_form():
    assert agreed_subject(None, None) is None
    assert agreed_subject("p", None) == agreed_subject(None, b" p ") == agreed_subject("p", b"p") == "p"
    with pytest.raises(InvalidRequest):
        agreed_subject("p", b"q")
