"""The scorer's edge: how a batch of clips reaches a model and how its scores come back."""

from speechscan.scorer.base import Scorer, Trace
from speechscan.scorer.http import HttpScorer
from speechscan.scorer.memory import MemoryScorer

__all__ = ["HttpScorer", "MemoryScorer", "Scorer", "Trace"]
