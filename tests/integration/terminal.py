"""A person at a terminal, who types what the documents say."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from speechscan.cli import main
from tests.integration.local_stack import ROOT, shell

# Beside curl's own: a status of 400 or more is an error, and the status goes to standard error.
_CURLRC = 'silent\nshow-error\nfail-with-body\nwrite-out = "%{stderr}%{http_code}"\n'


@dataclass(frozen=True, slots=True)
class Typed:
    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """folder: where it stands. variables: of its environment. addresses: where a documented one really is."""

    folder: Path
    variables: Mapping[str, str]
    addresses: Mapping[str, str]

    def type(self, line: str) -> Typed:
        """`speechscan` in this process, which saves its imports; everything else by bash."""
        for documented, real in self.addresses.items():
            line = line.replace(documented, real)
        words = shlex.split(line, comments=True)
        given = [word for word in words if word.partition("=")[0].isupper()]
        words = words[len(given) :]
        if words[0] != "speechscan":
            return self.bash(line)
        more = dict(word.split("=", 1) for word in given)
        return self._speechscan(words, {name: os.path.expandvars(value) for name, value in more.items()})

    def bash(self, line: str) -> Typed:
        (self.folder / ".curlrc").write_text(_CURLRC, encoding="utf-8")
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        ended = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            env={**shell(), "PATH": path, "HOME": str(self.folder), "CURL_HOME": str(self.folder), **self.variables},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Typed(ended.returncode, ended.stdout, ended.stderr)

    def python(self, code: str) -> Typed:
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            env={**shell(), "PYTHONPATH": str(ROOT), **self.variables},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Typed(ended.returncode, ended.stdout, ended.stderr)

    def _speechscan(self, words: list[str], more: Mapping[str, str]) -> Typed:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            patch.chdir(self.folder)
            for name in [name for name in os.environ if name.startswith("SPEECHSCAN_")]:
                patch.delenv(name)
            for name, value in {**self.variables, **more}.items():
                patch.setenv(name, os.path.expandvars(value))
            patch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as ended:
                main()
        return Typed(int(ended.value.code or 0), out.getvalue(), err.getvalue())
