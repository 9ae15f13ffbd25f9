"""Checks the results of a day."""
