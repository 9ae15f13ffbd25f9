"""TORGO (Rudzicz, Namasivayam and Wolff 2012): dysarthric speakers and controls, read English.

    [F/]F01/Session1/wav_headMic/0001.wav       also wav_arrayMic
    [F/]F01/Session1/prompts/0001.txt

F and M are the sexes; a C behind them marks a control: FC01, MC01. Both microphones heard the same utterance, so one of
them is taken: the head microphone, or the array where a session lacks it (F04's first does).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from registry.data.importers.base import Imported, existing, recordings, some
from registry.data.manifest import DYSARTHRIC, HEALTHY, Clip
from speechscan.domain.task import Task

CORPUS = "torgo"
LAYOUT = "F01/Session1/wav_headMic/0001.wav. Give the folder that holds F01, FC01, ..."
MICROPHONES = ("wav_headMic", "wav_arrayMic")

_SPEAKER = re.compile(r"[FM]C?\d{2}")
_DIRECTION = re.compile(r"\[[^\]]*\]")
_TO_SPEAK = re.compile(r"\b(say|repeat)", re.IGNORECASE)
_UNUSABLE = "xxx"


def torgo(folder: Path) -> Imported:
    clips, left_out = list[Clip](), Counter[str]()
    for session, heard in _sessions(recordings(existing(folder))).items():
        taken = next(microphone for microphone in MICROPHONES if microphone in heard)
        left_out["the same utterances by the other microphone"] += sum(map(len, heard.values())) - len(heard[taken])
        for path in heard[taken]:
            if (task := _task(session / "prompts" / f"{path.stem}.txt")) is None:
                left_out["the prompt asks for no speech, or marks it as unusable"] += 1
            else:
                clips.append(_clip(path, session, task))
    return Imported(some(clips, folder, LAYOUT), {reason: count for reason, count in left_out.items() if count})


def _sessions(paths: list[Path]) -> dict[Path, dict[str, list[Path]]]:
    """The recordings of each session by microphone."""
    sessions: dict[Path, dict[str, list[Path]]] = {}
    for path in paths:
        microphone, session = path.parent.name, path.parent.parent
        is_session = session.name.startswith("Session") and _SPEAKER.fullmatch(session.parent.name)
        if is_session and microphone in MICROPHONES:
            sessions.setdefault(session, {}).setdefault(microphone, []).append(path)
    return sessions


def _clip(path: Path, session: Path, task: str) -> Clip:
    sex, control = session.parent.name[0], session.parent.name[1] == "C"
    return Clip(
        path=path,
        label=HEALTHY if control else DYSARTHRIC,
        speaker=f"{CORPUS}_{session.parent.name}",
        sex=sex.lower(),
        task=task,
        corpus=CORPUS,
        language="en",
        more={"session": session.name, "microphone": path.parent.name.removeprefix("wav_")},
    )


def _task(prompt: Path) -> str | None:
    """Empty if there is no prompt, None if the recording holds no speech that can be used.

    A prompt is the text to read; a picture to describe (`input/images/horse.jpg`); a direction in brackets (`[say Ah-P-
    Eee repeatedly]`, `[relax your mouth]`), which may also stand behind a word as a hint; or `xxx` for a bad recording.
    """
    if not prompt.is_file():
        return ""
    text = prompt.read_text(encoding="utf-8", errors="replace").strip()
    if not text or text.lower() == _UNUSABLE:
        return None
    if text.lower().endswith((".jpg", ".jpeg")):
        return Task.PICTURE_DESCRIPTION
    if words := _DIRECTION.sub(" ", text).split():
        return Task.WORD if len(words) == 1 else Task.SENTENCE
    return Task.NON_WORD if _TO_SPEAK.search(text) else None
