"""Manifests of recordings that lie in the bucket already."""

from __future__ import annotations

import pytest

from api.batches.manifest import Import, import_prefix, read_manifest
from speechscan.errors import InvalidRequest, NotFound
from speechscan.storage import MemoryStore

KEY = "imports/clinic/list.csv"


def read(text: str | bytes, owner: str = "clinic", key: str = KEY) -> list[Import]:
    store = MemoryStore()
    store.put(key, text if isinstance(text, bytes) else text.encode())
    return read_manifest(store, owner, key)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("key\nimports/clinic/a.wav\n", [("imports/clinic/a.wav", None, None)]),
        ("\ufefftask,key,subject\r\nword,imports/clinic/a.wav,p-1\r\n", [("imports/clinic/a.wav", "p-1", "word")]),
        ('key,subject\n"imports/clinic/a, b.wav", Jo\u0308rg \n', [("imports/clinic/a, b.wav", "J\u00f6rg", None)]),
        (
            "key\nimports/clinic/a\n\nimports/clinic/b\n",
            [("imports/clinic/a", None, None), ("imports/clinic/b", None, None)],
        ),
    ],
    ids=["a key alone", "all columns, in any order", "quoted, in form C", "an empty line"],
)
def test_what_a_manifest_says(text: str, found: list[tuple[str, str | None, str | None]]) -> None:
    assert read(text) == [Import(*one) for one in found]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "first line"),
        ("subject\np-1\n", "first line"),
        ("key,name\nimports/clinic/a,Jane\n", "first line"),
        ("key\n", "1 to 1000"),
        ("key\n" + "imports/clinic/a\n" * 1001, "1 to 1000"),
        ("key\nimports/other/Jane.wav\n", "line 2"),
        ("key\nimports/clinic/a\nrecordings/Jane/upload\n", "line 3"),
        ("key\nimports/clinic/../other/Jane.wav\n", "line 2"),
        ("key\nimports/clinic/./Jane.wav\n", "line 2"),
        ("key\nimports/clinic//Jane.wav\n", "line 2"),
        ("key\nimports/clinic/" + "J" * 1024 + "\n", "line 2"),
        ("key,task\nimports/clinic/a,Jane Doe\n", "line 2"),
        ("key\nimports/clinic/a,Jane\n", "line 2"),
        ("key,subject\nimports/clinic/a,p-1\nimports/clinic/b,Jane\u0007\n", "line 3 of the manifest: A subject"),
        ("key,subject\nimports/clinic/a," + "Jane" * 51 + "\n", "line 2 of the manifest: A subject"),
        ("key,subject\nimports/clinic/a, \n", "line 2 of the manifest: A subject"),
        (b"key\n\xff\xfe\n", "UTF-8"),
        ('key\n"imports/clinic/Jane\n', "CSV"),
        ("key\n" + "x" * 3_000_000, "bytes"),
    ],
)
def test_what_is_wrong_is_said_without_its_content(text: str | bytes, says: str) -> None:
    with pytest.raises(InvalidRequest, match=says) as error:
        read(text)
    assert "Jane" not in error.value.detail


def test_a_manifest_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no such manifest"):
        read_manifest(MemoryStore(), "clinic", KEY)


@pytest.mark.parametrize("owner", ["a", "a/b", "..", ".", "a b", "\u00e4", "%2E"])
def test_a_callers_prefix_is_one_segment_and_its_own(owner: str) -> None:
    prefix = import_prefix(owner)
    assert prefix.count("/") == 2
    assert prefix.split("/")[1] not in {"", ".", ".."}
    others = {"a", "a/b", "..", ".", "a b", "\u00e4", "%2E", "%2E%2E"} - {owner}
    assert not [other for other in others if import_prefix(other).startswith(prefix)]
