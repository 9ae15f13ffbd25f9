"""Names of files as text. On Linux a name is bytes, and some are no UTF-8: those of old Windows archives, say."""

from __future__ import annotations

import re
from pathlib import Path

# As Python reads a byte of a name that is no UTF-8 (PEP 383). Text that holds one cannot be printed or written.
_BYTE = re.compile("[\udc80-\udcff]")


def printable(path: Path | str) -> str:
    r"""M\xfcller.wav for the bytes `M`, 0xfc, `ller.wav`; bash takes that in $'...'. Other names stay as they are."""
    return _BYTE.sub(lambda one: rf"\x{ord(one[0]) - 0xDC00:02x}", str(path))


def is_text(name: Path | str) -> bool:
    return _BYTE.search(str(name)) is None
