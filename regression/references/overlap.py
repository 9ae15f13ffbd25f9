"""Whether a version has trained on what is to judge it. Then its accuracy there says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.bundle import Bundle
from registry.data.fingerprint import speaker_key
from regression.references.reference import Kind, Reference, ReferenceClip

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Overlap:
    """speakers: names, and clips: SHA-256, that the version's training had too. Two corpora may use one name for two
    people, so a speaker is told by corpus and name.

    known: False for a version that does not say what it has trained on. nameable: those of the speakers whose names may
    stand in a report: not of people whose jobs can be erased"""

    known: bool
    speakers: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()
    nameable: tuple[str, ...] = ()

    def refusal(self, version: str) -> str | None:
        """Why the set may not judge this version, in a sentence; None if it may."""
        if not self.known:
            return f"{version} does not say what it has trained on, so nothing shows that this set is new to it."
        if not self.speakers and not self.clips:
            return None
        told = self.nameable[:_MOST_NAMES]
        named = ", ".join(told) + (", ..." if len(self.speakers) > len(told) else "")
        whose = f" ({named})" if told else ""
        return (
            f"{version} has trained on {len(self.speakers)} of the set's speakers{whose} and {len(self.clips)} of its "
            "clips: leave these speakers out of the set."
        )


NONE = Overlap(known=True)


def overlap(reference: Reference, bundle: Bundle) -> Overlap:
    """Phantoms are nobody's, and no accuracy is judged on them: they overlap with nothing."""
    return NONE if reference.kind is Kind.PHANTOMS else overlap_of(reference.clips, bundle)


def overlap_of(clips: Sequence[ReferenceClip], bundle: Bundle) -> Overlap:
    heard = bundle.training.get("heard")
    if heard is None:
        return Overlap(known=False)
    speakers, sounds = frozenset(heard["speakers"]), frozenset(heard["audio"])
    known = [clip for clip in clips if speaker_key(clip.corpus, clip.speaker) in speakers]
    return Overlap(
        known=True,
        speakers=tuple(sorted({clip.speaker for clip in known})),
        clips=tuple(clip.sha256 for clip in clips if clip.sha256 in sounds),
        nameable=tuple(sorted({clip.speaker for clip in known if not clip.from_job})),
    )
