"""Phantoms: synthetic voices made from fixed seeds, whose F0 and disturbances are known.

A phantom is not a person: nothing that a model says of one is a statement about anybody's speech.
"""

from registry.pcm import SAMPLE_RATE
from regression.phantoms.encoding import FORMATS, encode
from regression.phantoms.vowel import vowel

__all__ = ["FORMATS", "SAMPLE_RATE", "encode", "vowel"]
