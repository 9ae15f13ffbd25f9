"""The fixed set of phantoms."""

from __future__ import annotations

import numpy as np
import pytest

from regression.phantoms import CATALOGUE, Phantom, Syllables, vowel
from regression.phantoms.catalogue import phantoms

SOME = [*CATALOGUE][::6]


def test_no_name_is_taken_twice() -> None:
    assert len(CATALOGUE) == len(list(phantoms()))


def test_every_name_says_synthetic() -> None:
    assert [name for name in CATALOGUE if not name.startswith("synthetic-")] == []


@pytest.mark.parametrize("phantom", [Phantom(seed=1), Phantom(seed=1, variant="patient-7", syllables=Syllables())])
def test_so_does_any_phantoms(phantom: Phantom) -> None:
    assert phantom.name.startswith("synthetic-")
    assert phantom.voice().name == phantom.name


@pytest.mark.parametrize("name", SOME)
def test_a_phantom_is_the_same_each_time(name: str) -> None:
    first, second = CATALOGUE[name].voice(), CATALOGUE[name].voice()
    assert np.array_equal(first.samples, second.samples)
    assert first.truth == second.truth


def test_the_plain_vowel_is_a_phantom_with_the_same_arguments() -> None:
    assert np.array_equal(vowel(5, f0_hz=200, phoneme="i"), Phantom(seed=5, f0_hz=200, phoneme="i").voice().samples)
