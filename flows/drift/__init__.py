"""Compares a window of production with the champion's training clips and the window before: as a whole and by task."""
