"""Spans by OpenTelemetry's SDK, sent to a collector by OTLP over HTTP. Imported only where tracing is on.

The provider is our own and not the process's: BentoML, Prefect and MLflow make spans of theirs for the global one, with
attributes that we do not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from speechscan import __version__
from speechscan.telemetry.tracing import Kind, Span, Value

# One attempt of an export, its repetitions included; a process's exit waits no longer for a collector that is away.
_TIMEOUT_S = 3.0
_EVERY_MS = 1000.0
_W3C = TraceContextTextMapPropagator()
_KEY = "traceparent"


class OtlpTracer:
    def __init__(self, service: str, endpoint: str, exporter: type) -> None:
        sender: SpanExporter = exporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=_TIMEOUT_S)
        told = {
            "service.namespace": "speechscan",
            "service.name": f"speechscan-{service}",
            "service.version": __version__,
        }
        self._provider = TracerProvider(resource=Resource.create(told), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(sender, schedule_delay_millis=_EVERY_MS))
        self._tracer = self._provider.get_tracer("speechscan", __version__)

    @contextmanager
    def span(self, name: str, kind: Kind, parent: str | None, attributes: Mapping[str, Value]) -> Iterator[Span]:
        # An empty context, or else an unreadable parent would make the present span one.
        context = None if parent is None else _W3C.extract({_KEY: parent}, Context())
        with self._tracer.start_as_current_span(
            name,
            context,
            SpanKind[kind.upper()],
            dict(attributes),
            record_exception=False,
            set_status_on_exception=False,
        ) as made:
            try:
                yield OtlpSpan(made)
            except Exception as error:
                made.set_attribute("error.type", type(error).__name__)
                made.set_status(Status(StatusCode.ERROR))
                raise

    def traceparent(self) -> str | None:
        carrier: dict[str, Any] = {}
        _W3C.inject(carrier)
        return carrier.get(_KEY)

    def stop(self) -> None:
        self._provider.shutdown()


class OtlpSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def set(self, attributes: Mapping[str, Value]) -> None:
        self._span.set_attributes(attributes)

    @property
    def log_fields(self) -> dict[str, str]:
        return {"trace_id": trace.format_trace_id(self._span.get_span_context().trace_id)}
