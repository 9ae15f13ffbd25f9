"""Compares a window of production with the champion's training clips and with the window before."""
