"""Light or dark: as the system has it, unless a person chose."""

from __future__ import annotations

from starlette.requests import Request

COOKIE = "speechscan-theme"
SYSTEM = "system"
THEMES = (SYSTEM, "light", "dark")


def theme_of(request: Request) -> str:
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in THEMES else SYSTEM
