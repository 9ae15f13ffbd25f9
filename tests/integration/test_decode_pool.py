"""The decode pool's processes: what they may use, and what happens when they end."""

from __future__ import annotations

import asyncio
import errno
import io
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from regression.phantoms import FORMATS, encode, vowel
from speechscan.audio.decode import decode
from speechscan.audio.pool import DecodePool
from speechscan.audio.recording import DurationBounds
from speechscan.errors import RecordingError
from speechscan.settings import Settings
from tests.conftest import eventually

VOWEL = vowel(5, duration_s=2.0)
ENDLESS = range(10**15)  # sum() of it stays in C code and looks at no signal
ROOT = Path(__file__).parents[2]


@contextmanager
def _pool(**changed: Any) -> Iterator[DecodePool]:
    pool = DecodePool(Settings(**{"decode_processes": 1, **changed}))
    try:
        yield pool
    finally:
        pool.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[DecodePool]:
    with _pool(decode_processes=2) as pool:
        yield pool


@pytest.fixture
async def single() -> AsyncIterator[DecodePool]:
    with _pool() as pool:
        yield pool


def _flac_bomb() -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.zeros(48_000 * 1136, np.int16), 48_000, format="FLAC")
    return out.getvalue()


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("format", FORMATS)
async def test_the_pool_decodes_as_this_process_does(shared: DecodePool, format: str) -> None:
    data = encode(VOWEL, format)
    assert await shared.decode(data) == decode(data, DurationBounds(1.0, 60.0))


async def test_refusals_keep_their_code_and_sentence(shared: DecodePool) -> None:
    with pytest.raises(RecordingError, match="no known audio format") as refusal:
        await shared.decode(b"text")
    assert refusal.value.code == "unreadable"


async def test_the_loop_runs_meanwhile_and_two_processes_work_at_the_same_time(
    shared: DecodePool, tmp_path: Path
) -> None:
    """Each reads a pipe, which ends once both have begun and this loop has seen it."""
    pipes = [tmp_path / "one", tmp_path / "two"]
    for pipe in pipes:
        os.mkfifo(pipe)
    reading = asyncio.gather(*[shared.run(pipe.read_bytes) for pipe in pipes])
    async with asyncio.timeout(60):
        opened = [await _once_it_is_read(pipe) for pipe in pipes]
    assert not reading.done()
    for writer, word in zip(opened, (b"one", b"two"), strict=True):
        os.write(writer, word)
        os.close(writer)
    assert await reading == [b"one", b"two"]


async def _once_it_is_read(pipe: Path) -> int:
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody reads it yet
                raise
        await asyncio.sleep(0.01)


async def test_limits_are_set(shared: DecodePool) -> None:
    async def limit(what: int) -> tuple[int, int]:
        return await shared.run(resource.getrlimit, what)

    assert await limit(resource.RLIMIT_AS) == (1024 << 20, 1024 << 20)
    assert await limit(resource.RLIMIT_CORE) == (0, 0)
    assert await limit(resource.RLIMIT_FSIZE) == (0, 0)
    assert await limit(resource.RLIMIT_NOFILE) == (64, 64)
    soft, _ = await limit(resource.RLIMIT_CPU)
    assert 8 <= soft < 60


async def test_nothing_can_be_written(shared: DecodePool, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="File too large"):
        await shared.run((tmp_path / "file").write_bytes, b"x")


async def test_the_environment_is_empty(shared: DecodePool) -> None:
    assert (await shared.run(Path("/proc/self/environ").read_bytes)).strip(b"\0") == b""
    assert await shared.run(os.getenv, "PATH") is None


async def test_ctrl_c_is_left_to_the_worker(single: DecodePool) -> None:
    pid = await single.run(os.getpid)
    os.kill(pid, signal.SIGINT)
    assert await single.run(os.getpid) == pid


async def test_too_much_memory(single: DecodePool) -> None:
    pid = await single.run(os.getpid)
    with pytest.raises(MemoryError):
        await single.run(bytearray, 2 << 30)
    assert await single.run(os.getpid) == pid


async def test_too_much_cpu_time() -> None:
    # On a busy machine a second of computing takes long.
    with _pool(decode_cpu_s=1, decode_timeout_s=60) as pool:
        for _ in range(2):  # the limit moves ahead with each task
            assert await pool.run(sum, range(10**7)) == 49999995000000
        with pytest.raises(RecordingError, match="computing time") as refusal:
            await pool.run(sum, ENDLESS)
        assert refusal.value.code == "decode_limits"
        assert (await pool.decode(encode(VOWEL, "wav"))).quality.duration_s == 2.0


@pytest.mark.parametrize("task", [(time.sleep, 60), (sum, ENDLESS)])
async def test_too_much_time_on_the_clock(task: tuple[Any, Any]) -> None:
    with _pool(decode_timeout_s=0.5) as pool:
        pid = await pool.run(os.getpid)
        with pytest.raises(RecordingError, match=r"longer than 0\.5 s") as refusal:
            async with asyncio.timeout(50):
                await pool.run(*task)
        assert refusal.value.code == "decode_limits"
        # No decode, which may take as long on a machine that is busy.
        assert await pool.run(os.getpid) != pid


async def test_a_crash_fails_its_own_recording_only() -> None:
    with _pool(decode_processes=2) as pool:
        good = [pool.decode(encode(VOWEL, format)) for format in FORMATS * 4]
        crash = pool.run(signal.raise_signal, signal.SIGSEGV)
        *recordings, error = await asyncio.gather(*good, crash, return_exceptions=True)
        assert isinstance(error, RecordingError)
        assert error.code == "decode_limits"
        assert [r.quality.duration_s for r in recordings] == pytest.approx([2.0] * len(good), abs=0.13)


async def test_a_bomb_fails_its_own_recording_only(single: DecodePool) -> None:
    pid = await single.run(os.getpid)
    with pytest.raises(RecordingError) as refusal:
        await single.decode(_flac_bomb())
    assert refusal.value.code == "too_long"
    assert await single.run(os.getpid) == pid
    assert _resident_mb(pid) < 150


async def test_a_process_killed_while_idle(single: DecodePool) -> None:
    pid = await single.run(os.getpid)
    os.kill(pid, signal.SIGKILL)
    assert (await single.decode(encode(VOWEL, "ogg"))).quality.duration_s == 2.0


async def test_a_process_killed_from_outside_costs_no_recording(single: DecodePool) -> None:
    pid = await single.run(os.getpid)
    work = asyncio.ensure_future(single.run(time.sleep, 1.0))
    stat = Path(f"/proc/{pid}/wchan")
    await asyncio.to_thread(eventually, lambda: "nanosleep" in stat.read_text() or stat.read_text() == "0")
    os.kill(pid, signal.SIGKILL)
    await work
    assert await single.run(os.getpid) != pid


async def test_processes_are_recycled() -> None:
    with _pool(decode_recycle_after=3) as pool:
        pids = [await pool.run(os.getpid) for _ in range(7)]
        assert pids[0:3] == [pids[0]] * 3
        assert pids[3:6] == [pids[3]] * 3
        assert len({pids[0], pids[3], pids[6]}) == 3
        await asyncio.to_thread(eventually, lambda: not _runs(pids[0]) and not _runs(pids[3]))


async def test_large_recordings_do_not_accumulate(single: DecodePool) -> None:
    """8 MB each; kept, twelve of them would be 96 MB, here or there."""
    long = encode(np.tile(VOWEL, 2), "wav")
    out = io.BytesIO()
    soundfile.write(out, np.tile(np.stack([VOWEL, VOWEL], axis=1), (20, 1)), 48_000, format="WAV", subtype="FLOAT")
    large = out.getvalue()
    assert 4_000_000 < len(large) < 10_000_000
    pid = await single.run(os.getpid)
    for _ in range(3):
        await single.decode(large)
    here, there = _resident_mb(os.getpid()), _resident_mb(pid)
    for _ in range(12):
        await single.decode(large)
    assert _resident_mb(os.getpid()) - here < 40
    assert _resident_mb(pid) - there < 40
    await single.decode(long)


def test_closing_ends_every_process() -> None:
    with _pool(decode_processes=2) as pool:
        pids = set()
        while len(pids) < 2:
            pids |= set(asyncio.run(_both(pool)))
    assert not any(_runs(pid) for pid in pids)


async def _both(pool: DecodePool) -> list[int]:
    return [pid for pid, _ in await asyncio.gather(_pid_slowly(pool), _pid_slowly(pool))]


async def _pid_slowly(pool: DecodePool) -> tuple[int, None]:
    return await pool.run(os.getpid), await pool.run(time.sleep, 0.05)


def test_no_process_outlives_a_killed_parent() -> None:
    worker = textwrap.dedent(
        """
        import asyncio, os
        from speechscan.audio.pool import DecodePool
        from speechscan.settings import Settings

        async def main():
            pool = DecodePool(Settings(decode_processes=1))
            print(await pool.run(os.getpid), flush=True)
            await pool.run(sum, range(10**15))  # busy in C code when the parent dies

        asyncio.run(main())
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", worker], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent, parent.stdout:
        pid = int(parent.stdout.readline())
        threads = Path(f"/proc/{parent.pid}/task").iterdir()
        helpers = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
        assert helpers  # the fork server and multiprocessing's resource tracker
        eventually(lambda: _cpu_ticks(pid) > 20)
        parent.kill()
        parent.wait()
    eventually(lambda: not any(_runs(child) for child in [pid, *helpers]))


def _cpu_ticks(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11])
