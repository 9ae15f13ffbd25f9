"""Clip by clip what both versions said, without anybody's name; of clips that come from jobs only how many they are.

A report is kept longer than a job may be: what an erasure could not find again is not written.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from regression.gate.duel import Duel, opposite
from speechscan.domain.verdict import Status


@dataclass(frozen=True, slots=True)
class Row:
    """clip: the first 16 digits of its hash, which name it in its reference set too. speaker: a number within the set;
    the names that a manifest gave stay in the store."""

    clip: str
    reference: str
    speaker: str
    label: str
    sex: str
    task: str
    corpus: str
    seconds: float
    snr_db: float | None
    champion: float
    challenger: float
    champion_verdict: Status
    challenger_verdict: Status
    turned: bool

    @property
    def anchor(self) -> str:
        return f"clip-{self.clip}"

    @property
    def flipped(self) -> bool:
        """The verdict changed, perhaps to or from inconclusive. turned: to its opposite."""
        return self.champion_verdict is not self.challenger_verdict

    def document(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """How many clips have no row, how many of them got another verdict, and how many its opposite."""

    reference: str
    clips: int
    flipped: int
    turned: int


def rows(duel: Duel) -> list[Row]:
    """Of the clips that come from no job."""
    numbers = {name: str(number) for number, name in enumerate(sorted(set(duel.speakers.tolist())), start=1)}
    return [
        Row(
            clip=clip.sha256[:16],
            reference=duel.reference.title,
            speaker=numbers[speaker],
            label=clip.label or "",
            sex=clip.sex,
            task=clip.task,
            corpus=clip.corpus,
            seconds=clip.seconds,
            snr_db=clip.snr_db,
            champion=old.probability,
            challenger=new.probability,
            champion_verdict=old.status,
            challenger_verdict=new.status,
            turned=opposite(old, new),
        )
        for clip, speaker, old, new in zip(
            duel.clips, duel.speakers.tolist(), duel.champion, duel.challenger, strict=True
        )
        if not clip.from_job
    ]


def unlisted(duel: Duel) -> Unlisted:
    pairs = [pair for pair in zip(duel.champion, duel.challenger, strict=True) if pair[0].clip.from_job]
    flipped = sum(old.status is not new.status for old, new in pairs)
    return Unlisted(duel.reference.title, len(pairs), flipped, sum(opposite(old, new) for old, new in pairs))
