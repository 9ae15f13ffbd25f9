"""Refuses a distribution in the environment whose licence is neither on the list nor excepted with a reason.

The list has permissive licences, and weak copyleft (MPL, LGPL), which binds changes to the library itself only: we use
these as unmodified packages. SpeechScan is Apache-2.0.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

ALLOWED = {
    "0BSD",
    "3-Clause BSD License",
    "Apache License 2.0",
    "Apache Software License",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD-3-Clause-Clear",
    "BSL-1.0",
    "CC0-1.0",
    "CNRI-Python",
    "GNU Library or Lesser General Public License (LGPL)",
    "ISC",
    "ISC License (ISCL)",
    "LGPL-3.0-only",
    "MIT",
    "MIT License",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "PSF-2.0",
    "Python Software Foundation License",
    "TCL",
    "Zero-Clause BSD (0BSD)",
    "Zlib",
}
EXCEPTIONS = {
    "axe-playwright-python": "MIT by its licence file, axe itself MPL-2.0; in tests only; its metadata name none",
    "huey": "MIT by its licence file; its metadata name none",
    "praat-parselmouth": "GPL-3.0; in tests only, never imported by the product or shipped with it",
    "pytest-timeout": "MIT; its classifier 'DFSG approved' is no licence",
    "skops": "MIT by its licence file; its metadata name none",
    "supervisor": "BSD-derived, the terms of the Repoze public licence; runs beside our code, unmodified",
    "text-unidecode": "Artistic Licence or GPL at our choice: Artistic",
}


def main() -> int:
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    refused = [d for d in found if d["Name"] not in EXCEPTIONS and not is_allowed(d["License"])]
    for distribution in refused:
        licence = " ".join(distribution["License"].split())[:100]
        print(f"{distribution['Name']} {distribution['Version']}: the licence is not on the list: {licence}")
    stale = sorted(EXCEPTIONS.keys() - {d["Name"] for d in found})
    if stale:
        print(f"exceptions for what is not installed: {', '.join(stale)}")
    if not refused and not stale:
        print(f"The licences of {len(found)} distributions are on the list; {len(EXCEPTIONS)} are exceptions.")
    return 1 if refused or stale else 0


def is_allowed(licence: str) -> bool:
    """`licence` is an SPDX expression or a list of classifiers. Of alternatives one must be allowed, else all."""
    if "\n" in licence.strip():  # the whole text: its title is its first line
        licence = licence.strip().splitlines()[0]
    if licence in ALLOWED:
        return True
    choices = re.sub(r"[()]", "", licence).split(" OR ")
    return any(all(term.strip() in ALLOWED for term in re.split(r";| AND ", choice)) for choice in choices)


if __name__ == "__main__":
    sys.exit(main())
