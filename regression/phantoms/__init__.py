"""Phantoms: synthetic voices made from fixed seeds, whose F0 and disturbances are known.

A phantom is not a person: nothing that a model says of one is a statement about anybody's speech.
"""

from registry.pcm import SAMPLE_RATE
from regression.phantoms.catalogue import CATALOGUE
from regression.phantoms.channel import Channel
from regression.phantoms.encoding import FORMATS, encode
from regression.phantoms.phantom import Phantom, SyntheticVoice
from regression.phantoms.source import Tremor
from regression.phantoms.syllables import Syllables
from regression.phantoms.truth import Truth
from regression.phantoms.vowel import vowel

__all__ = [
    "CATALOGUE",
    "FORMATS",
    "SAMPLE_RATE",
    "Channel",
    "Phantom",
    "Syllables",
    "SyntheticVoice",
    "Tremor",
    "Truth",
    "encode",
    "vowel",
]
