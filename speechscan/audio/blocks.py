"""Readers: a file's samples block by block, through libsndfile or ffmpeg."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_BLOCK_SAMPLES = 1 << 17
# ffmpeg's frames are 20 ms in Opus; what is done per block would cost as much as decoding them.
_FRAMES_PER_BLOCK = 50
_CONTAINERS = {"WAV", "WAVEX", "FLAC", "MP3"}
# The demuxer is named, never guessed: ffmpeg would otherwise try playlists and other formats that open further files.
_DEMUXERS = {"ogg": "ogg", "m4a": "mov", "webm": "webm"}
_CODECS = {"opus", "libopus", "vorbis", "libvorbis", "flac", "aac", "alac", "mp3", "mp3float"}


class Undecodable(Exception):
    """The bytes hold no sound that can be read; the text completes 'The file cannot be decoded: ...'."""


@dataclass(frozen=True, slots=True)
class Block:
    """`samples`: (frames, channels), full scale = 1."""

    samples: NDArray[np.float32]
    rate: int


def soundfile_blocks(data: bytes, format: str) -> Iterator[Block]:
    try:
        with soundfile.SoundFile(BytesIO(data)) as file:
            if file.format not in _CONTAINERS:
                raise Undecodable(f"it begins like {format}, but is not")
            frames = max(1, _BLOCK_SAMPLES // file.channels)
            while len(samples := file.read(frames, dtype="float32", always_2d=True)):
                yield Block(samples, file.samplerate)
    except soundfile.SoundFileError as error:
        raise Undecodable("it is damaged or incomplete") from error


def ffmpeg_blocks(data: bytes, format: str) -> Iterator[Block]:
    """Pictures and further sound tracks are left out."""
    try:
        with av.open(BytesIO(data), "r", format=_DEMUXERS[format], metadata_errors="ignore") as container:
            yield from _frames(container)
    except MemoryError:  # ffmpeg's own is an FFmpegError as well
        raise
    except av.FFmpegError as error:
        raise Undecodable("it is damaged or incomplete") from error


def _frames(container: InputContainer) -> Iterator[Block]:
    if not container.streams.audio:
        raise Undecodable("it has no sound track")
    stream: AudioStream = container.streams.audio[0]
    if stream.codec_context.name not in _CODECS:
        raise Undecodable("its sound is in an unknown encoding")
    frames: list[av.AudioFrame] = []
    for frame in container.decode(stream):
        if frames and (len(frames) == _FRAMES_PER_BLOCK or not _alike(frames[0], frame)):
            yield _joined(frames)
            frames = []
        frames.append(frame)
    if frames:
        yield _joined(frames)


def _alike(one: av.AudioFrame, other: av.AudioFrame) -> bool:
    return (one.sample_rate, one.layout.nb_channels) == (other.sample_rate, other.layout.nb_channels)


def _joined(frames: list[av.AudioFrame]) -> Block:
    to_float = av.AudioResampler(format="fltp")
    planar = [
        piece.to_ndarray()
        for frame in frames
        for piece in ([frame] if frame.format.name == "fltp" else to_float.resample(frame))
    ]
    return Block(np.concatenate(planar, axis=1, dtype=np.float32).T, frames[0].sample_rate)
