"""What a decode process does to itself before it touches a stranger's bytes, and before each of them.

Runs in the child. The codec libraries are imported inside functions, so that the parent can name these functions
without loading them.
"""

from __future__ import annotations

import ctypes
import fcntl
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, takewhile
from typing import ParamSpec, TypeVar

from speechscan.audio.recording import DurationBounds, Recording

P = ParamSpec("P")
T = TypeVar("T")

_MIB = 1 << 20
# Its pipes, the fork server's and the standard streams: about a dozen.
_OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class Limits:
    memory_mb: int
    cpu_s: int


def confine(limits: Limits) -> None:
    """Called once, at the start of a decode process."""
    _die_with_the_worker()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the worker, which then closes its pool
    # pebble's own handler is Python code, and C code that hangs never comes back to run it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _forget_environment()
    warm_up()
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_mb * _MIB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))
    _mute()


def within_cpu_time(cpu_s: int, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls `function`; SIGXCPU ends the process when it has used `cpu_s` to `cpu_s` + 1 s of CPU time."""
    _limit_cpu_time(int(time.process_time()) + 1 + cpu_s)
    try:
        return function(*args, **kwargs)
    finally:
        # Lifted, so that the process is not killed while it holds the lock of the pipe for its result.
        _limit_cpu_time(resource.RLIM_INFINITY)


def decode_bytes(data: bytes, bounds: DurationBounds) -> Recording:
    """`speechscan.audio.decode.decode`, under a name that loads no codec library."""
    from speechscan.audio.decode import decode

    return decode(data, bounds)


def warm_up() -> None:
    """Loads each codec library and decodes once through it."""
    from io import BytesIO

    import numpy as np
    import soundfile

    noise = np.random.default_rng(0).uniform(-0.1, 0.1, 4410)
    for container, subtype in (("WAV", "PCM_16"), ("OGG", "VORBIS")):  # libsndfile; ffmpeg
        clip = BytesIO()
        soundfile.write(clip, noise, 44_100, format=container, subtype=subtype)
        decode_bytes(clip.getvalue(), DurationBounds(min_s=0.01, max_s=1.0))


def _limit_cpu_time(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _die_with_the_worker() -> None:
    """The kernel kills this process when the worker's end of their pipe closes, however the worker ends.

    PR_SET_PDEATHSIG looks at the fork server instead, which ends only after its last child.
    """
    worker = multiprocessing.parent_process()
    if worker is None:
        raise RuntimeError("confine() is for decode processes, and this process was not started by a worker")
    fcntl.fcntl(worker.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(worker.sentinel, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(worker.sentinel, fcntl.F_SETFL, fcntl.fcntl(worker.sentinel, fcntl.F_GETFL) | os.O_ASYNC)


def _forget_environment() -> None:
    """Empties the environment, which holds the worker's secrets, and wipes its strings.

    Not proof against code that runs as the worker's own user and may read the worker's memory; but what leaks from
    this process alone (an over-read into a result) cannot hold them.
    """
    strings = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None), "environ")
    addresses = takewhile(bool, (strings[i] for i in count())) if strings else ()
    doomed = [(at, len(ctypes.string_at(at))) for at in addresses if at]
    os.environ.clear()
    for at, length in doomed:
        ctypes.memset(at, 0, length)


def _mute() -> None:
    """libmpg123 writes its remarks on a file to stderr, where our logs are JSON lines."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
