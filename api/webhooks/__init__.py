"""Tells receivers of jobs that have ended: a program of its own, `python -m api.webhooks`."""
