from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.form import RecordingForm
from speechscan.errors import InvalidRequest

CONTENT_TYPE = "multipart/form-data; boundary=bound"


def body(*parts: tuple[str, bytes]) -> bytes:
    fields = (f"--bound\r\nContent-Disposition: form-data; {d}\r\n\r\n".encode() + data for d, data in parts)
    return b"\r\n".join([*fields, b"--bound--\r\n"])


def parsed(data: bytes, cuts: list[int]) -> tuple[bytes, dict[str, bytes]]:
    file = bytearray()
    form = RecordingForm(CONTENT_TYPE, file.extend)
    edges = [0, *sorted(c % (len(data) + 1) for c in cuts), len(data)]
    for begin, end in pairwise(edges):
        form.feed(data[begin:end])
    return bytes(file), form.finish()


@given(st.binary(min_size=1, max_size=500), st.lists(st.integers(0, 2000), max_size=8))
def test_pieces_do_not_matter(recording, cuts):
    """Bytes come as the network likes, and a recording may hold anything, the boundary's letters included."""
    recording = recording + b"\r\n--boun\x00" + recording
    parts = [('name="subject"', b"p-1"), ('name="file"; filename="a.wav"', recording), ('name="task"', b"word")]

    assert parsed(body(*parts), cuts) == (recording, {"subject": b"p-1", "task": b"word"})


@given(st.binary(max_size=300))
def test_anything_else_is_refused(data):
    with pytest.raises(InvalidRequest):
        parsed(data, [])


@given(st.integers(0, 10_000))
def test_form_that_breaks_off_is_refused(at):
    data = body(('name="file"; filename="a.wav"', b"abc"))
    # Without the last CRLF the form is whole.
    with pytest.raises(InvalidRequest):
        parsed(data[: at % (len(data) - 2)], [])


def test_empty_file_with_a_name_is_a_file():
    assert parsed(body(('name="file"; filename="a.wav"', b"")), []) == (b"", {})


@pytest.mark.parametrize("disposition", ['name="file"; filename=""', 'name="file"'])
def test_empty_file_without_a_name_is_none(disposition):
    with pytest.raises(InvalidRequest, match="no file"):
        parsed(body((disposition, b"")), [])


@pytest.mark.parametrize(("field", "most"), [("subject", 800), ("task", 100), ("webhook", 2000)])
def test_texts_are_bounded_while_they_come_in(field, most):
    form = RecordingForm(CONTENT_TYPE, lambda _: None)
    form.feed(f'--bound\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'.encode())
    form.feed(bytes(most))
    with pytest.raises(InvalidRequest, match=f"The {field} is too long"):
        form.feed(b"a")
