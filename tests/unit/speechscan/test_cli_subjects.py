"""Whose voice is in which file of a batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechscan.cli.batch_submission import items_for
from speechscan.client import Item
from speechscan.errors import InvalidRequest
from tests.recordings import touch


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in ("a.wav", "mon/b.wav", "tue/b.wav")]
    for path in found:
        touch(path)
    return found


def written(paths: list[Path], *lines: str) -> Path:
    table = paths[0].with_name("subjects.csv")
    table.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    return table


def refusal(paths: list[Path], *lines: str) -> str:
    with pytest.raises(InvalidRequest) as raised:
        items_for(paths, None, written(paths, *lines), None)
    return raised.value.detail


def test_each_file_has_its_subject_and_task_in_the_order_of_the_files(paths: list[Path]) -> None:
    table = written(paths, "task,file,subject", "word,tue/b.wav,p-3", f",{paths[0]},Zoë", ",mon/b.wav,")
    assert items_for(paths, None, table, "sentence") == [
        Item(paths[0], "Zoë", "sentence"),
        Item(paths[1], None, "sentence"),
        Item(paths[2], "p-3", "word"),
    ]


def test_a_file_by_its_path_from_here(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(paths[0].parent)
    here = [Path("a.wav"), Path("mon/b.wav")]
    table = written(paths, "file,subject", "./a.wav,p-1", "b.wav,p-2")
    assert items_for(here, None, table, None) == [Item(here[0], "p-1"), Item(here[1], "p-2")]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["a.wav,1", "mon/b.wav,2", "tue/b.wav,3", "c.wav,4"], "Line 5: none of the recordings is c.wav."),
        (["a.wav,1", "n/b.wav,2"], "Line 3: none of the recordings is n/b.wav."),
        (["a.wav,1", ",2"], "Line 3: none of the recordings is without a name."),
        (["a.wav,1", "b.wav,2"], "Line 3: 2 of the recordings are b.wav. Write more of the path."),
        (["a.wav,1", "a.wav,2"], "Line 3: a.wav has a line already."),
        (["a.wav,1", "mon/b.wav,2"], "tue/b.wav has no line. Its subject may be empty."),
        (["a.wav,1,2"], "Line 2 of"),
        (['a.wav,"1'], "is not a CSV file in UTF-8."),
    ],
)
def test_what_does_not_match_is_told(paths: list[Path], lines: list[str], told: str) -> None:
    assert told in refusal(paths, "file,subject", *lines)


def test_all_that_is_wrong_is_told_up_to_a_few(paths: list[Path]) -> None:
    told = refusal(paths, "file,subject", *(f"no-{number}.wav,p" for number in range(8))).splitlines()
    assert told[0] == f"{paths[0].with_name('subjects.csv')} does not fit the recordings."
    assert told[1].startswith("Line 2: ")
    assert told[6:] == ["And 3 more."]


@pytest.mark.parametrize("header", ["", "path,subject", "file", "file;subject", "file,subject,age"])
def test_columns_that_nobody_knows(paths: list[Path], header: str) -> None:
    assert "file, subject and, if you like, task" in refusal(paths, header, "a.wav,p-1")


def test_a_task_that_nobody_knows(paths: list[Path]) -> None:
    assert "Line 2: the task song is not known." in refusal(paths, "file,subject,task", "a.wav,p-1,song")


def test_one_subject_or_a_table_of_them(paths: list[Path]) -> None:
    assert items_for(paths, "p-1", None, "word") == [Item(path, "p-1", "word") for path in paths]
    with pytest.raises(InvalidRequest, match="--subjects"):
        items_for(paths, "p-1", written(paths, "file,subject"), None)
