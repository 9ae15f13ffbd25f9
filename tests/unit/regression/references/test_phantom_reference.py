"""The phantoms as a reference set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from registry.data.sound import digest
from regression.phantoms import CATALOGUE
from regression.references import phantoms
from regression.references.phantoms import phantom_reference, phantom_sounds
from regression.references.reference import Kind


def test_it_is_the_whole_catalogue_of_nobody() -> None:
    reference = phantom_reference()
    assert (reference.title, reference.kind) == ("phantoms@1", Kind.PHANTOMS)
    assert [clip.phantom for clip in reference.clips] == list(CATALOGUE)
    for clip in reference.clips:
        assert clip.label is None
        assert clip.speaker.startswith("synthetic-")
        samples = phantom_sounds(clip)
        assert (digest(samples), samples.size / 16_000) == (clip.sha256, clip.seconds)


def test_whoever_changes_a_sound_changes_his_own() -> None:
    clip = phantom_reference().clips[0]
    phantom_sounds(clip)[:] = 0
    assert np.abs(phantom_sounds(clip)).max() > 0


def test_a_clip_of_a_person_is_no_phantom() -> None:
    with pytest.raises(ValueError, match="not a clip of a phantom"):
        phantom_sounds(replace(phantom_reference().clips[0], phantom=None))


def test_its_hash_is_of_the_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    name, phantom = next(iter(CATALOGUE.items()))
    monkeypatch.setattr(phantoms, "CATALOGUE", {**CATALOGUE, name: replace(phantom, jitter=0.007)})
    assert phantoms._sha256() != phantom_reference().sha256
    monkeypatch.setattr(phantoms, "CATALOGUE", dict(reversed(CATALOGUE.items())))
    assert phantoms._sha256() == phantom_reference().sha256
