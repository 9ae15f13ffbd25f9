"""Requests as the page's functions get them."""

from __future__ import annotations

from starlette.requests import Request


def request(scheme: str = "https", host: str = "clinic.example", method: str = "GET", **headers: str) -> Request:
    sent = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    return Request({"type": "http", "scheme": scheme, "method": method, "path": "/", "headers": raw})
