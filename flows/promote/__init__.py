"""Promotion: a version with the alias `challenger` is judged, and becomes champion if it passes.

__main__.py   the watcher's process: looks every few seconds, starts the flow, takes a bad champion back
watcher.py    one look: its three duties
question.py   what the gate is asked (asked.py asks for it now), and whether the ledger has the answer
attempts.py   what the runs of a question say about the next one
runs.py       those runs in Prefect
absence.py    since when the process of one is missed
duty.py       what survives outages
flow.py       the flow `promotion`: its steps as task runs, its end as a state that says what was decided
steps.py      the steps, without Prefect
"""
