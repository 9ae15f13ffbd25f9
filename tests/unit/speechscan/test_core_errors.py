from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from speechscan import errors
from speechscan.audio.recording import decode_limits
from speechscan.errors import Interrupted, ModelNotReady, RecordingError, SpeechScanError, Unavailable


def _tree(root: type[SpeechScanError]) -> Iterator[type[SpeechScanError]]:
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from _tree(child)


@pytest.mark.parametrize("error", list(_tree(SpeechScanError)))
def test_every_error_has_a_status_and_a_title(error: type[SpeechScanError]) -> None:
    assert 400 <= error.status < 600
    assert error.title
    assert not error.title.endswith(".")


def test_codes_are_unique() -> None:
    own = [error.code for error in _tree(SpeechScanError) if "code" in vars(error)]
    assert len(own) == len(set(own))


def test_a_recording_error_keeps_its_code_between_processes() -> None:
    error = pickle.loads(pickle.dumps(RecordingError("too_short", "It is too short.")))  # noqa: S301 - our own bytes
    assert (error.code, error.detail, str(error)) == ("too_short", "It is too short.", "It is too short.")


def test_codes_of_recordings_do_not_leak_into_the_class() -> None:
    RecordingError("too_short", "It is too short.")
    assert RecordingError.code == SpeechScanError.code


def test_limits_tell_what_to_send_instead() -> None:
    error = decode_limits("it took longer than 10 s")
    assert error.code == "decode_limits"
    assert error.detail.startswith("Decoding was stopped: it took longer than 10 s. ")


def test_unavailable_names_its_dependency() -> None:
    assert Unavailable("store", "Away.").dependency == "store"
    assert ModelNotReady("No model.").dependency == "model"
    assert isinstance(Interrupted("model", "Broke off."), Unavailable)
