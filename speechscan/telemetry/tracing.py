"""Traces of jobs through API, worker and Bento. Off unless a process was told where to send them.

A span may say which job and which stage, and never anything about the recording, its result or the person: spans leave
for a system that knows no erasure. So an error is told by its class, without its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

from speechscan.errors import SpeechScanError

Value = str | int | float | bool
Kind = Literal["internal", "server", "client"]


class TracingNotInstalled(SpeechScanError):
    code = "tracing_not_installed"
    title = "Tracing is on, but its packages are missing"


class Span(Protocol):
    def rename(self, name: str) -> None: ...
    def set(self, attributes: Mapping[str, Value]) -> None: ...

    @property
    def log_fields(self) -> dict[str, str]:
        """To bind to the logs: `trace_id`, or nothing when tracing is off."""
        ...


class Tracer(Protocol):
    def span(
        self, name: str, kind: Kind, parent: str | None, attributes: Mapping[str, Value]
    ) -> AbstractContextManager[Span]: ...
    def traceparent(self) -> str | None: ...
    def stop(self) -> None: ...


class _NoSpan:
    def rename(self, name: str) -> None:
        """There is nothing to rename."""

    def set(self, attributes: Mapping[str, Value]) -> None:
        """Nobody asks."""

    @property
    def log_fields(self) -> dict[str, str]:
        return {}


# One for all, so that a span that nobody wants costs next to nothing.
NO_SPAN: AbstractContextManager[Span] = nullcontext(_NoSpan())
# One a process, like the logs.
_tracer: Tracer | None = None


def configure(service: str, endpoint: str) -> None:
    """endpoint: base address of an OTLP/HTTP collector, `http://127.0.0.1:4318`; empty leaves tracing off.

    Raises TracingNotInstalled."""
    global _tracer
    stop()
    if endpoint:
        _tracer = _opened(service, endpoint)


def check(endpoint: str) -> None:
    """Raises TracingNotInstalled if `configure` would."""
    if endpoint:
        _otlp()


def stop() -> None:
    """Sends what is left, for some seconds at most."""
    global _tracer
    if _tracer is not None:
        _tracer.stop()
        _tracer = None


def span(
    name: str, kind: Kind = "internal", *, parent: str | None = None, attributes: Mapping[str, Value] | None = None
) -> AbstractContextManager[Span]:
    """The present context's span within the block. `parent` is a W3C trace context from elsewhere; by default it is the
    span that is present already, and without one a new trace begins."""
    if _tracer is None:
        return NO_SPAN
    return _tracer.span(name, kind, parent, attributes or {})


def traceparent() -> str | None:
    """W3C trace context of the present span, to hand on; None when tracing is off."""
    return None if _tracer is None else _tracer.traceparent()


def _opened(service: str, endpoint: str) -> Tracer:
    from speechscan.telemetry.otlp import OtlpTracer

    return OtlpTracer(service, endpoint, _otlp())


def _otlp() -> type:
    """The exporter's class. Not a dependency of every installation, so it is looked up when tracing is switched on."""
    from importlib import import_module

    try:
        found: type = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter
    except ModuleNotFoundError as error:
        raise TracingNotInstalled(
            f"SPEECHSCAN_OTLP_ENDPOINT is set, but the package {error.name} is not installed. "
            "Install the extra `tracing` (pip install 'speechscan[tracing]'), or leave the setting empty."
        ) from error
    return found
