"""The system user that PostgreSQL runs as where the stack runs as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from infra.stack import postgres

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a system user, and only root needs one")


def test_two_first_starts_at_once_share_one_user() -> None:
    """On a new machine the second `useradd` failed at the lock of the first, and its start with it."""
    name = f"speechscan-t{uuid4().hex[:8]}"
    try:
        with ThreadPoolExecutor(8) as starts:
            accounts = set(starts.map(postgres.account, [name] * 8))
        assert accounts == {pwd.getpwnam(name)}
    finally:
        subprocess.run(["userdel", name], check=True)
        os.unlink(f"/run/{name}.lock")
