"""A manifest as a data frame for Great Expectations: its cells, and columns that say of each row what a rule asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.data.manifest import LABELS, NO_CORPUS, OPTIONAL, REQUIRED, years_from
from registry.data.sound import Sound
from registry.data.table import Row, Table

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

Examined = Mapping[int, Sound | str]
"""By line: the sound, or the reason why there is none."""


def frame(table: Table, examined: Examined) -> pandas.DataFrame:
    """The manifest's columns, those that are known but absent (all empty), and

    line, unusable, sound, seconds
    years                      the age as a number, where it is one
    classes_of_speaker         number of labels that the row's speaker has; splits_of_speaker, sexes_of_speaker likewise
    classes_of_corpus          number of labels that the row's corpus has
    classes_of_sex_in_corpus   number of labels that the row's sex has in the row's corpus
    """
    import pandas

    columns = list(dict.fromkeys([*table.columns, *REQUIRED, *OPTIONAL]))
    made = pandas.DataFrame([_row(row, columns, examined[row.line]) for row in table.rows]).astype(
        {"seconds": float, "years": float}
    )
    # A cell that is no label counts for none: the rule on labels has said what is wrong with it.
    made["known_label"] = made["label"].where(made["label"].isin(LABELS))
    made["corpus_name"] = made["corpus"].fillna(NO_CORPUS)
    for counted, column in (("classes", "known_label"), ("splits", "split"), ("sexes", "sex")):
        made[f"{counted}_of_speaker"] = made.groupby("speaker")[column].transform("nunique")
    made["classes_of_corpus"] = made.groupby("corpus_name")["known_label"].transform("nunique")
    of_sex = made.groupby(["corpus_name", "sex"])["known_label"].transform("nunique")
    # Asked only where the corpus has both classes; the rule on corpora has spoken of the others.
    made["classes_of_sex_in_corpus"] = of_sex.where(made["classes_of_corpus"] > 1)
    return made


def _row(row: Row, columns: list[str], examined: Sound | str) -> dict[str, object]:
    sound = examined if isinstance(examined, Sound) else None
    return {
        **{column: row.cells.get(column) or None for column in columns},
        "line": row.line,
        "unusable": examined if sound is None else None,
        "sound": sound.sha256 if sound else None,
        "seconds": sound.seconds if sound else None,
        "years": years_from(row.cells.get("age", "")),
    }
