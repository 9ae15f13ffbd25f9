"""Which language a person reads: their choice, else their browser's, else English."""

from __future__ import annotations

from starlette.requests import Request

from api.web.catalogue import DEFAULT, LANGUAGES

COOKIE = "speechscan-language"


def language_of(request: Request) -> str:
    return choose(request.cookies.get(COOKIE), request.headers.get("accept-language", ""))


def choose(chosen: str | None, accepted: str) -> str:
    """accepted: as in the header Accept-Language, `de-AT,de;q=0.9,en;q=0.5`."""
    if chosen in LANGUAGES:
        return chosen
    wanted = sorted((_weighted(one) for one in accepted.split(",")), key=lambda one: -one[1])
    return next((language for language, weight in wanted if language in LANGUAGES and weight > 0), DEFAULT)


def _weighted(entry: str) -> tuple[str, float]:
    tag, _, parameters = entry.partition(";")
    weight = parameters.strip().removeprefix("q=") or "1"
    try:
        return tag.strip().lower().partition("-")[0], float(weight)
    except ValueError:
        return "", 0.0
