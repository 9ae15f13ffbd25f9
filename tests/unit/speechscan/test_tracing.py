"""Tracing that is off does nothing, and tracing that cannot be on says why."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from speechscan.settings import Settings
from speechscan.telemetry import logs, tracing
from speechscan.telemetry.tracing import TracingNotInstalled


def test_off_there_is_no_trace_and_no_log_field() -> None:
    tracing.configure("test", "")

    with tracing.span("outer", "server", parent="00-" + "a" * 32 + "-" + "b" * 16 + "-01") as span:
        span.rename("another")
        span.set({"speechscan.job_id": "x"})
        assert span.log_fields == {}
        assert tracing.traceparent() is None
        with logs.bound(**span.log_fields):
            pass
    with pytest.raises(ZeroDivisionError), tracing.span("failing"):
        _ = 1 / 0
    tracing.stop()


def test_off_no_package_of_opentelemetry_is_imported() -> None:
    script = (
        "import sys\n"
        "from speechscan.telemetry import tracing\n"
        "tracing.configure('test', '')\n"
        "with tracing.span('x'): pass\n"
        "print(*(name for name in sys.modules if name.startswith('opentelemetry')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


def test_on_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    # As the interpreter has it for a module that is not there.
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    for switch_on in (lambda: tracing.configure("test", "http://127.0.0.1:4318"), lambda: tracing.check("http://x")):
        with pytest.raises(TracingNotInstalled, match="Install the extra `tracing`"):
            switch_on()
    assert tracing.traceparent() is None


@pytest.mark.parametrize("endpoint", ["localhost:4318", "ftp://collector", "http://"])
def test_an_endpoint_that_is_no_address_is_refused(endpoint: str) -> None:
    with pytest.raises(ValidationError, match="otlp_endpoint"):
        Settings(otlp_endpoint=endpoint)
