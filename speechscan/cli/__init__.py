"""The command line: the composition root, the one place that may reach into every room.

A command imports what it runs when it runs: each role's image has its own packages only, and `--help` should be quick.
`up.py`, `demo.py`, ... are what the person types; `serving.py` and `demonstration.py` do it.
"""

from speechscan.cli.app import main

__all__ = ["main"]
