"""What the kernel says of processes and their listening sockets."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LISTEN = "0A"


@dataclass(frozen=True, slots=True)
class Process:
    """A pid alone could be another process's by the time that one looks again."""

    pid: int
    started: int


def alive(process: Process) -> bool:
    return _read(process.pid) == process


def children(pid: int) -> list[int]:
    """None of one that has ended meanwhile."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def descendants(pid: int) -> list[Process]:
    """Those that live now, at any depth."""
    found = []
    for child in children(pid):
        if (process := _read(child)) is not None:
            found += [process, *descendants(child)]
    return found


def listening(pids: Iterable[int]) -> set[tuple[str, int]]:
    """(address, port) of every TCP socket that one of the processes listens on."""
    inodes = {inode for pid in pids for inode in _socket_inodes(pid)}
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == _LISTEN and columns[9] in inodes:
                address, port = columns[1].split(":")
                words = [int(address[i : i + 8], 16) for i in range(0, len(address), 8)]
                found.add((socket.inet_ntop(family, struct.pack(f"={len(words)}I", *words)), int(port, 16)))
    return found


def _socket_inodes(pid: int) -> set[str]:
    found = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def _read(pid: int) -> Process | None:
    """None if there is no such process, or it has ended and waits for its parent."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else Process(pid, int(fields[19]))
