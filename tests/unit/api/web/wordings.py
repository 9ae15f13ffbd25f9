"""Every wording of the code: what its results, reports and decisions may hold."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Iterator, Mapping

from speechscan.domain.sentence import Sentence, Wording

# Those that make what a page shows. The scripts among them (`__main__`) run when they are imported.
ROOMS = ("speechscan.domain", "registry", "regression", "flows")


def wordings() -> list[tuple[str, frozenset[str]]]:
    """Name and figures of each, as often as it is written."""
    found = {id(one): one for module in _modules() for value in vars(module).values() for one in _in(value)}
    return [(one.name, fields(one)) for one in found.values()]


def fields(one: Wording | Sentence) -> frozenset[str]:
    if isinstance(one, Sentence):
        return frozenset(one.figures)
    return frozenset(name for _, name, _, _ in string.Formatter().parse(one.english) if name)


def _modules() -> Iterator[object]:
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _in(value: object) -> Iterator[Wording | Sentence]:
    if isinstance(value, Wording | Sentence):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _in(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _in(one)
