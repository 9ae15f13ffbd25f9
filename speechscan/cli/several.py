"""One thing done to several ids: to each, whatever became of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from speechscan.cli import exit_status, output
from speechscan.errors import SpeechScanError

if TYPE_CHECKING:
    from speechscan.client.answers.base import Answer

# What stands in the way of one stands in the way of all.
_OF_ALL = (exit_status.AWAY, exit_status.REFUSED)


A = TypeVar("A", bound="Answer")


def each(
    ids: Sequence[str], work: Callable[[str], A], show: Callable[[str, A], None], *, as_json: bool
) -> tuple[list[A], int]:
    """The answers there were, and the exit status: of what went wrong, the worst. With `as_json` a line for each id.

    Raises what stands in the way of all, once it is said which ids it has kept from being done."""
    answers, status = list[A](), 0
    for index, one in enumerate(ids):
        try:
            answer = work(one)
        except SpeechScanError as error:
            if exit_status.of(error) in _OF_ALL:
                _tell_of_the_rest(ids[index:], len(ids), error, as_json)
                raise
            _tell(one, error, as_json)
            status = _worse(status, error)
            continue
        answers.append(answer)
        if as_json:
            output.json_line(answer.document())
        else:
            show(one, answer)
    return answers, status


def _worse(status: int, error: SpeechScanError) -> int:
    goes_on = exit_status.of(error) == exit_status.NOT_ENDED and status != exit_status.FAILED
    return exit_status.NOT_ENDED if goes_on else exit_status.FAILED


def _tell(one: str, error: SpeechScanError, as_json: bool) -> None:
    if as_json:
        # No state: so it differs from a job that has failed.
        output.json_line({"id": one, "state": None, "error": {"code": error.code, "detail": error.detail}})
    else:
        output.say(f"{one}: {error.detail}", "red")


def _tell_of_the_rest(rest: Sequence[str], count: int, error: SpeechScanError, as_json: bool) -> None:
    if as_json:
        for one in rest:
            _tell(one, error, as_json)
    elif count > 1:
        output.say(f"Not done: {', '.join(rest)}.", "red")
