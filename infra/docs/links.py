"""Links between files of the repository, where a page of the site stands for the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath, relpath

# The target of a Markdown link or image, without its fragment.
_TARGET = re.compile(r"(?<=\]\()(?P<path>[^)\s#]+)(?=[#)])")
_ELSEWHERE = re.compile(r"[a-z]+:|/")


def relinked(markdown: str, source: str, page: str, places: Mapping[str, str]) -> str:
    """The text of the file `source`, shown at `page`. `source` and the keys of `places` are paths in the repository,
    `page` and the values are paths in the site. Links to files that have no place stay as they are."""

    def moved(found: re.Match[str]) -> str:
        path = found["path"]
        if _ELSEWHERE.match(path):
            return path
        place = places.get(normpath(join(dirname(source), path)))
        return path if place is None else relpath(place, dirname(page) or ".")

    return _TARGET.sub(moved, markdown)
