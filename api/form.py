"""multipart/form-data with one `file`, and perhaps `subject`, `task` and `webhook`, parsed while it streams in.

Starlette's own parser spools file parts of any size to disk before anyone can object.
"""

from __future__ import annotations

from collections.abc import Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.webhooks.url import MAX_URL
from speechscan.errors import InvalidRequest

_FILE = "file"
# Most bytes of each text: of a subject, 200 characters of UTF-8.
_TEXTS = {"subject": 800, "task": 100, "webhook": MAX_URL}
_KNOWN = ", ".join(f"`{name}`" for name in (_FILE, *_TEXTS))


class RecordingForm:
    def __init__(self, content_type: str, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._texts: dict[str, bytearray] = {}
        self._has_file = False
        self._file_bytes = 0
        self._nameless = False
        self._complete = False
        self._field = ""
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._parser = self._make_parser(content_type)

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise _broken() from None

    def finish(self) -> dict[str, bytes]:
        """The texts that were there, by field. Raises InvalidRequest for a form without its end or without its file."""
        if not self._complete:
            raise _broken()
        # A file field in which nothing was chosen comes as an empty part without a file name.
        if not self._has_file or (self._nameless and self._file_bytes == 0):
            raise InvalidRequest("The form has no file. Send the recording in the field `file`.")
        return {field: bytes(text) for field, text in self._texts.items()}

    def _make_parser(self, content_type: str) -> MultipartParser:
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise InvalidRequest("The Content-Type multipart/form-data has no boundary.")
        try:
            return MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_end": self._on_end,
                },
            )
        except FormParserError:
            raise _broken() from None

    def _on_part_begin(self) -> None:
        self._disposition = b""
        self._header = (bytearray(), bytearray())

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _on_header_end(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = bytes(value)
        self._header = (bytearray(), bytearray())

    def _on_headers_finished(self) -> None:
        options = parse_options_header(self._disposition)[1]
        self._field = options.get(b"name", b"").decode(errors="replace")
        if self._field == _FILE:
            if self._has_file:
                raise InvalidRequest("The form has more than one file. Send one recording a request.")
            self._has_file = True
            self._nameless = not options.get(b"filename")
        elif self._field not in _TEXTS:
            raise InvalidRequest(f"The form has a field that is not known. The fields are {_KNOWN}.")
        elif self._field in self._texts:
            raise InvalidRequest(f"The form has more than one {self._field}.")
        else:
            self._texts[self._field] = bytearray()

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._field == _FILE:
            self._file_bytes += end - start
            self._write(data[start:end])
        elif (text := self._texts.get(self._field)) is not None:
            text += data[start:end]
            if len(text) > _TEXTS[self._field]:
                raise InvalidRequest(f"The {self._field} is too long.")

    def _on_end(self) -> None:
        self._complete = True


def _broken() -> InvalidRequest:
    return InvalidRequest("The multipart form is broken or ends too early. Send it again.")
