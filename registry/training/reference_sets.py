"""Which clips train, which judge, and which only check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.data.errors import BadManifest
from registry.data.manifest import Clip
from registry.training import held_out
from registry.training.request import Request

_FEWEST_SPEAKERS = 10
VOWELS = "sustained_vowel"
TRAINING_SPLIT = "train"
WORDS = ("digit", "word")


@dataclass(frozen=True)
class Sets:
    """training, reference: speakers of the corpora that train, and those of them kept out.
    vowels: healthy sustained vowels of other corpora, by corpus. words: their single words, to be joined."""

    training: list[Clip]
    reference: list[Clip]
    vowels: dict[str, list[Clip]]
    words: list[Clip]


def divided(clips: Sequence[Clip], request: Request) -> Sets:
    """A corpus of one class never trains: a model would learn the corpus. Of the shared data that leaves out the 17
    young controls (31 years on average, the ill about 60). A clip whose task is not given counts as a vowel there; the
    card warns of it. Raises BadManifest with too few speakers."""
    training_corpora = [name for name in _corpora(clips) if _has_both_classes(clips, name)]
    own = [clip for clip in clips if clip.corpus_name in training_corpora and _may_be_vowel(clip)]
    listed = held_out.listed(request.held_out) if request.held_out else frozenset[str]()
    kept_out = listed | {clip.speaker for clip in own if clip.split not in ("", TRAINING_SPLIT)}
    training, reference = held_out.split(own, kept_out)
    _check(training)
    others = [clip for clip in clips if clip.corpus_name not in training_corpora and not clip.dysarthric]
    vowels = {
        name: [c for c in others if c.corpus_name == name and c.task.startswith(VOWELS)] for name in _corpora(others)
    }
    words = [clip for clip in others if clip.task.startswith(WORDS)]
    return Sets(training, reference, {name: found for name, found in vowels.items() if found}, words)


def _may_be_vowel(clip: Clip) -> bool:
    return not clip.task or clip.task.startswith(VOWELS)


def _corpora(clips: Sequence[Clip]) -> list[str]:
    return sorted({clip.corpus_name for clip in clips})


def _has_both_classes(clips: Sequence[Clip], corpus: str) -> bool:
    return len({clip.dysarthric for clip in clips if clip.corpus_name == corpus}) == 2


def _check(training: Sequence[Clip]) -> None:
    for dysarthric, name in ((True, "dysarthric"), (False, "healthy")):
        speakers = {clip.speaker for clip in training if clip.dysarthric == dysarthric}
        if len(speakers) < _FEWEST_SPEAKERS:
            raise BadManifest(
                f"Only {len(speakers)} {name} speakers with sustained vowels are in corpora of both classes; "
                f"at least {_FEWEST_SPEAKERS} are needed."
            )
