"""Which audio format bytes are in, by content alone: names and declared types are the sender's word.

A format counts as recognised when its header is well formed, not when its first letters match. Whether the rest
can be decoded is found out in the decode pool. Standard library only: the API imports this.
"""

from __future__ import annotations

from collections.abc import Callable

FORMATS = ("wav", "flac", "mp3", "ogg", "m4a", "webm")
SNIFF_BYTES = 4096
"""How much of the beginning `sniff` wants to see: two of the longest MP3 frames, and any EBML header."""

_OGG_PAYLOADS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
# Brands of files that may hold AAC. Safari's MediaRecorder writes iso5 or mp42. Image and 3GPP brands are absent.
_MP4_BRANDS = frozenset(
    {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"dash"}
)
_IMAGE_BRANDS = frozenset({b"avif", b"avis", b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1"})

_EBML_MAGIC = b"\x1a\x45\xdf\xa3"
_EBML_DOCTYPE = b"\x42\x82"

_ID3_HEADER = 10
# kbit/s by bit-rate index, layer III; index 0 (free format) and 15 are refused.
_MPEG1_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def sniff(head: bytes) -> str | None:
    """One of `FORMATS`, or None. `head` is the beginning of the file, `SNIFF_BYTES` long where there are so many."""
    for name, matches in _RULES:
        if matches(head):
            return name
    return None


def _is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _is_flac(head: bytes) -> bool:
    body = _after_id3(head)
    # STREAMINFO comes first (type 0, perhaps flagged as last) and is 34 bytes long.
    return body[:4] == b"fLaC" and body[4:5] in (b"\x00", b"\x80") and body[5:8] == b"\x00\x00\x22"


def _is_ogg(head: bytes) -> bool:
    first_page = head[:4] == b"OggS" and head[4:5] == b"\x00" and len(head) > 27 and bool(head[5] & 0x02)
    return first_page and head[27 + head[26] :].startswith(_OGG_PAYLOADS)


def _is_mp4(head: bytes) -> bool:
    size = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or size < 16 or size % 4:
        return False
    major, compatible = head[8:12], head[16 : min(size, len(head))]
    brands = {major, *(compatible[i : i + 4] for i in range(0, len(compatible), 4))}
    return major not in _IMAGE_BRANDS and not brands.isdisjoint(_MP4_BRANDS)


def _is_webm(head: bytes) -> bool:
    if head[:4] != _EBML_MAGIC:
        return False
    header = _ebml_body(head, 4)
    at = 0
    while at < len(header):
        id_length = _vint_length(header[at])
        value = _ebml_body(header, at + id_length)
        if header[at : at + id_length] == _EBML_DOCTYPE:
            return value.rstrip(b"\x00") == b"webm"
        at = _ebml_end(header, at + id_length)
    return False


def _vint_length(first: int) -> int:
    """Bytes in an EBML variable-length integer, from its first byte; a first byte of 0 is none (9: past any)."""
    return 9 - first.bit_length()


def _ebml_size(data: bytes, at: int) -> tuple[int, int]:
    """Value of the size field at `at`, and where its element's body begins."""
    length = _vint_length(data[at]) if at < len(data) else 9
    value = int.from_bytes(data[at : at + length], "big") & ((1 << 7 * length) - 1)
    return value, at + length


def _ebml_body(data: bytes, at: int) -> bytes:
    size, begin = _ebml_size(data, at)
    return data[begin : begin + size]


def _ebml_end(data: bytes, at: int) -> int:
    size, begin = _ebml_size(data, at)
    return begin + size


def _is_mp3(head: bytes) -> bool:
    body = _after_id3(head)
    if body is not head and not body:
        return True  # the tag (a cover picture, say) is longer than what we see; the decoder will tell
    length = _mpeg_frame_length(body)
    if length == 0:
        return False
    second = body[length:]
    # One header matches about one random start in 16,000; a second one in its place settles it.
    return len(second) < 4 or (_mpeg_frame_length(second) > 0 and second[1] & 0xFE == body[1] & 0xFE)


def _mpeg_frame_length(data: bytes) -> int:
    """Length of the MPEG layer III frame that begins here, from its header (ISO/IEC 11172-3, 2.4.1.3); 0 if none."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return 0
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    bit_rate, rate, padding, emphasis = data[2] >> 4, data[2] >> 2 & 3, data[2] >> 1 & 1, data[3] & 3
    if version == 1 or layer != 1 or bit_rate in (0, 15) or rate == 3 or emphasis == 2:
        return 0
    kbits = (_MPEG1_KBITS if version == 3 else _MPEG2_KBITS)[bit_rate]
    samples = 1152 if version == 3 else 576
    return samples // 8 * kbits * 1000 // _MPEG_RATES[version][rate] + padding


def _after_id3(head: bytes) -> bytes:
    """What follows an ID3v2 tag; `head` itself where there is none."""
    tag = head[:_ID3_HEADER]
    sizes = tag[6:10]
    if tag[:3] != b"ID3" or len(tag) < _ID3_HEADER or 0xFF in tag[3:5] or any(byte & 0x80 for byte in sizes):
        return head
    size = sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3]
    footer = _ID3_HEADER if tag[5] & 0x10 else 0
    return head[_ID3_HEADER + size + footer :]


_RULES: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("wav", _is_wav),
    ("flac", _is_flac),
    ("ogg", _is_ogg),
    ("m4a", _is_mp4),
    ("webm", _is_webm),
    ("mp3", _is_mp3),
)
