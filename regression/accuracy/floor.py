"""What the policy asks of the champion in use, and whether it is missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regression.gate.policy import Policy
from speechscan.domain.accuracy import ALL, AccuracyFigure
from speechscan.domain.sentence import Sentence, Wording

_BELOW = Wording(
    "champion-below",
    "The {figure} is {value:.2f} [{low:.2f}, {high:.2f}]: the whole interval lies below {least:g}, which the policy "
    "asks of the champion at least.",
)


def floor(policy: Policy) -> dict[str, float]:
    """Figure -> least value."""
    return dict(policy.champion.least.model_dump())


def missed(figures: Sequence[AccuracyFigure], least: Mapping[str, float]) -> list[Sentence]:
    """A sentence for each figure of the whole set whose whole interval lies below. Not of subgroups: of forty
    that are exactly at the least one looks so by chance, and the alert of groups is a warning only."""
    return [
        _BELOW(figure=one.figure, **one.bounds.document(), least=least[one.figure])
        for one in figures
        if one.subgroup == ALL and one.figure in least and one.bounds and one.bounds.is_shown_below(least[one.figure])
    ]
