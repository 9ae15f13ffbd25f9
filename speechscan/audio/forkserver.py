"""What the fork server loads once: multiprocessing imports this there, before it forks the first decode process.

A decode process is then a fork of a process with one thread, all libraries loaded and their tables built: it is ready
in 0.1 s where a fresh interpreter takes 0.6 s (both with the cores busy). Import it nowhere else.
"""

from __future__ import annotations

import os

# OpenBLAS starts threads when numpy is imported, and a process with threads must not be forked.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pebble.pool  # noqa: F401 - or each child would import it

from speechscan.audio.confinement import warm_up

warm_up()
