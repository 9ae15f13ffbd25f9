"""What was looked at while the model was designed. No figure shows it, so every card tells it in words.

Whoever changes features, penalties or the task check after looking at data, or has the speakers kept out judged again,
writes it down here.
"""

from __future__ import annotations

from collections.abc import Sequence

CORPUS = "minsk2020_als"


def caution(corpus: str) -> list[str]:
    if corpus != CORPUS:
        return []
    return [
        f"{corpus}: that measures of movement are candidates at all came after a look at the very speakers that the "
        "figures are about. The AUC is optimistic; with the candidates before them it was 0.59."
    ]


HISTORY = f"""**How it came about, and what that does to the figures.** Without the measures of movement the whole
procedure reached an AUC of 0.59 on the 34 training speakers of {CORPUS} (a quick run: one repeat). Then the AUCs
of single measurements and about a dozen variants of features and penalties were looked at on the same 34 speakers, and
the measures of movement were added. Whether they are read is chosen in the inner folds now, as all else is: every set
of measures is a candidate with them and without. That they are there to be chosen, nested cross-validation knows
nothing of, so its figures on that corpus are still optimistic; by how much is not known. The task check was changed,
too, after running speech (joined digits of fsdd)
had passed an earlier one: what it says of that speech now is a selected figure."""


def judgements(corpora: Sequence[str]) -> str:
    """How often the speakers kept out were judged before."""
    if list(corpora) != [CORPUS]:
        return "How often they were judged before, this card does not know."
    return (
        "They were scored six times in all:\n"
        "by an early trial with other measurements, and by five final runs with the same weights (one with other\n"
        "bounds). Nothing was chosen by them. As a reference set they are scored whenever the gate is tried on them."
    )
