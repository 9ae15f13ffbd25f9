"""Drift: whether a window of production still looks like the clips that trained the champion, and like last week."""
