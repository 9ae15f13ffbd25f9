"""Recordings: which format bytes are in, and the 16 kHz mono signal that they hold.

Empty on purpose: the API imports `formats`, which needs nothing, and never `decode`, which loads codec libraries.
"""
