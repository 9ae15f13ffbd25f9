"""What a header says is never trusted further than it was checked."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.auth import bearer_token
from api.observe import sane_request_id
from api.spoken import Spoken, agreed, known_task, sane_subject
from speechscan.domain.task import Task
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


@pytest.mark.parametrize(
    ("header", "form", "said"),
    [
        (Spoken(), {}, Spoken()),
        (Spoken("p"), {}, Spoken("p")),
        (Spoken(), {"subject": b" p "}, Spoken("p")),
        (Spoken("p"), {"subject": b"p", "task": b"word"}, Spoken("p", Task.WORD)),
        (Spoken(None, Task.WORD), {"subject": b"p"}, Spoken("p", Task.WORD)),
        (Spoken("p", Task.WORD), {"task": b"word"}, Spoken("p", Task.WORD)),
    ],
)
def test_what_is_said_by_header_and_form(header, form, said):
    assert agreed(header, form) == said


@pytest.mark.parametrize(
    ("header", "form", "named"),
    [
        (Spoken("p"), {"subject": b"q"}, "Speechscan-Subject and the form field `subject` differ"),
        (Spoken(None, Task.WORD), {"task": b"digit"}, "Speechscan-Task and the form field `task` differ"),
    ],
)
def test_header_and_form_that_differ_are_refused(header, form, named):
    with pytest.raises(InvalidRequest, match=named):
        agreed(header, form)


@pytest.mark.parametrize("raw", [b"", b"Word", b"sustained_vowel", b"\xff\xfe", b"word\x00"])
def test_a_task_that_is_not_known_is_refused_with_those_that_are(raw):
    with pytest.raises(InvalidRequest) as refusal:
        known_task(raw)
    assert all(task in refusal.value.detail for task in Task)


@pytest.mark.parametrize("task", Task)
def test_each_task_is_known(task):
    assert known_task(f" {task} ".encode()) is task
