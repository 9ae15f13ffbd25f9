from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import soundfile
from hypothesis import example, given
from hypothesis import strategies as st

from regression.phantoms import FORMATS as PHANTOM_FORMATS
from regression.phantoms import encode, vowel
from speechscan.audio.formats import FORMATS, SNIFF_BYTES, sniff

VOWEL = vowel(1, duration_s=1.0)


def _soundfile(format: str, subtype: str, rate: int = 16_000) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, VOWEL, rate, format=format, subtype=subtype)
    return out.getvalue()


def _id3(body: bytes, tag_size: int) -> bytes:
    size = bytes(tag_size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + bytes(tag_size) + body


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    box = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return (4 + len(box)).to_bytes(4, "big") + box + b"\x00\x00\x00\x08mdat"


@pytest.mark.parametrize("format", PHANTOM_FORMATS)
def test_every_format_by_its_content(format: str) -> None:
    assert format in FORMATS
    assert sniff(encode(VOWEL, format)[:SNIFF_BYTES]) == format


@pytest.mark.parametrize(
    ("container", "subtype", "expected"),
    [
        ("WAV", "FLOAT", "wav"),
        ("WAVEX", "PCM_24", "wav"),
        ("OGG", "VORBIS", "ogg"),
        ("OGG", "OPUS", "ogg"),
        ("MP3", "MPEG_LAYER_III", "mp3"),
    ],
)
def test_what_libsndfile_writes(container: str, subtype: str, expected: str) -> None:
    assert sniff(_soundfile(container, subtype)[:SNIFF_BYTES]) == expected


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000])
def test_mp3_at_every_mpeg_version(rate: int) -> None:
    assert sniff(_soundfile("MP3", "MPEG_LAYER_III", rate)[:SNIFF_BYTES]) == "mp3"


@pytest.mark.parametrize("tag_size", [0, 200, 3_000, 100_000])
def test_id3_tag_of_any_size_before_mp3(tag_size: int) -> None:
    assert sniff(_id3(_soundfile("MP3", "MPEG_LAYER_III"), tag_size)[:SNIFF_BYTES]) == "mp3"


def test_id3_tag_before_flac() -> None:
    assert sniff(_id3(_soundfile("FLAC", "PCM_16"), 300)[:SNIFF_BYTES]) == "flac"


@pytest.mark.parametrize(
    "head",
    [_ftyp(b"iso5", b"isom", b"hlsf"), _ftyp(b"mp42", b"isom"), _ftyp(b"M4A ", b"mp42"), _ftyp(b"XYZ ", b"mp41")],
)
def test_mp4_as_phones_and_safari_write_it(head: bytes) -> None:
    assert sniff(head) == "m4a"


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("recording.wav", _soundfile("WAV", "PCM_16"))
    return out.getvalue()


LOOK_ALIKES = {
    "nothing": b"",
    "text": b"RIFF is a format, and so is WAVE; this is neither.\n" * 20,
    "html": b"<!doctype html><title>recording.mp3</title>",
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zip": _zip(),
    "avi": b"RIFF\x00\x10\x00\x00AVI LIST",
    "webp": b"RIFF\x00\x10\x00\x00WEBPVP8 ",
    "aiff": _soundfile("AIFF", "PCM_16"),
    "au": _soundfile("AU", "PCM_16"),
    "aac without a container": b"\xff\xf1\x4c\x40\x1a\xdf\xfc" * 100,
    "mpeg layer ii": b"\xff\xfd\x90\x04" + bytes(2000),
    "a lone sync word": b"\xff\xe0" + bytes(2000),
    "one mp3 header and no second": b"\xff\xfb\x90\x04" + bytes(2000),
    "id3 tag with a text behind it": _id3(b"not a frame", 20),
    "heic picture": _ftyp(b"heic", b"mif1", b"isom"),
    "avif picture": _ftyp(b"avif", b"mif1", b"iso8"),
    "quicktime film": _ftyp(b"qt  ", b"qt  "),
    "matroska film": b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska",
    "ebml without a doctype": b"\x1a\x45\xdf\xa3\x84\x42\x86\x81\x01",
    "ogg with video": b"OggS\x00\x02" + bytes(20) + b"\x01\x2a\x80theora" + bytes(40),
    "middle of an ogg file": b"OggS\x00\x00" + bytes(20) + b"\x01\x13OpusHead" + bytes(40),
    "flac without its first block": b"fLaC\x04\x00\x00\x22" + bytes(40),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_refused(name: str) -> None:
    assert sniff(LOOK_ALIKES[name][:SNIFF_BYTES]) is None


HEADS = [encode(VOWEL, format)[:SNIFF_BYTES] for format in PHANTOM_FORMATS]


@given(st.binary(max_size=300))
@example(b"\x1a\x45\xdf\xa3\x00")
@example(b"\x1a\x45\xdf\xa3\xff\x00")
def test_any_bytes_give_an_answer(head: bytes) -> None:
    assert sniff(head) in (None, *FORMATS)


@given(st.sampled_from(HEADS), st.integers(0, 120), st.binary(max_size=8))
def test_any_damage_gives_an_answer(head: bytes, at: int, patch: bytes) -> None:
    assert sniff(head[:at] + patch + head[at + len(patch) :]) in (None, *FORMATS)
    assert sniff(head[:at]) in (None, *FORMATS)


def test_random_bytes_are_hardly_ever_audio() -> None:
    rng = np.random.default_rng(0)
    found = [sniff(rng.bytes(SNIFF_BYTES)) for _ in range(20_000)]
    assert found.count(None) >= 19_999


def test_needs_no_codec_library() -> None:
    loaded = "import sys, speechscan.audio.formats; print({'numpy', 'av', 'soundfile'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=30)
    assert answer.stdout.strip() == "set()"
