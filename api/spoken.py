"""What a caller says with a recording, by header or form: whose voice it is, what is spoken, who hears of the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from speechscan.domain.task import Task
from speechscan.errors import InvalidRequest

MAX_SUBJECT = 200
Said = TypeVar("Said", str, Task)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """subject: the caller's pseudonym for a person, not yet made unreadable; webhook: as it was sent, not yet judged"""

    subject: str | None = None
    task: Task | None = None
    webhook: str | None = field(default=None, repr=False)


def agreed(header: Spoken, form: Mapping[str, bytes]) -> Spoken:
    """form: its fields by name. A thing may be said by header and form if they agree. Raises InvalidRequest."""
    return Spoken(
        _agreed_on("subject", header.subject, sane_subject(form["subject"]) if "subject" in form else None),
        _agreed_on("task", header.task, known_task(form["task"]) if "task" in form else None),
        # What is no ASCII is no URL either, and refused as such.
        _agreed_on("webhook", header.webhook, form["webhook"].decode(errors="replace") if "webhook" in form else None),
    )


def _agreed_on(field: str, header: Said | None, form: Said | None) -> Said | None:
    if header is not None and form is not None and header != form:
        name = f"Speechscan-{field.capitalize()}"
        raise InvalidRequest(f"The header {name} and the form field `{field}` differ. Send one of them.")
    return form if header is None else header


@contextmanager
def naming(where: str) -> Iterator[None]:
    """Of what is one of many, InvalidRequest says which."""
    try:
        yield
    except InvalidRequest as error:
        raise InvalidRequest(f"In {where}: {error.detail}") from None


def sane_subject(raw: bytes) -> str:
    """In Unicode form C and without blanks around it: the same pseudonym must give the same hash however it came."""
    try:
        subject = unicodedata.normalize("NFC", raw.decode()).strip()
    except UnicodeDecodeError:
        raise InvalidRequest("The subject is not valid UTF-8.") from None
    if not 0 < len(subject) <= MAX_SUBJECT or _CONTROL.search(subject):
        raise InvalidRequest(f"A subject has 1 to {MAX_SUBJECT} characters and no control characters.")
    return subject


def known_task(raw: bytes) -> Task:
    try:
        return Task(raw.decode().strip())
    except ValueError:
        raise InvalidRequest(f"The task is not known. Leave it out, or send one of these: {', '.join(Task)}.") from None
