"""From a template to an answer. Every page is made here, so every page has the headers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.auth import path_of
from api.web.address import here, url
from api.web.assets import assets
from api.web.catalogue import LANGUAGES, catalogue
from api.web.language import language_of
from api.web.navigation import entries_for
from api.web.theme import THEMES, theme_of
from api.web.wording import in_words, name_in_words

TEMPLATES = Path(__file__).parent / "templates"
# Nothing inline and nothing from elsewhere. htmx runs under it by its configuration in the layout.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    # With no-referrer a browser would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """template: a name in `templates/`, which also gets what `_surroundings` has."""
    made = _environment().get_template(template).render(**_surroundings(request), **context)
    return HTMLResponse(made, status, headers=HEADERS)


def _surroundings(request: Request) -> dict[str, object]:
    """t: a text of the catalogue. say: a stored sentence in it; name_of: a name of a kind. url: for each address of
    ours. asset: for each file."""
    scope, language = request.scope, language_of(request)
    texts = catalogue(language)
    caller = getattr(request.state, "caller", None)
    return {
        "t": texts,
        "say": partial(in_words, texts),
        "name_of": partial(name_in_words, texts),
        "url": lambda path: url(scope, path),
        "asset": lambda name: url(scope, assets()[name].path(name)),
        "here": here(scope),
        "path": path_of(scope),
        "language": language,
        "languages": LANGUAGES,
        "theme": theme_of(request),
        "themes": THEMES,
        "caller": caller,
        "entries": entries_for(caller),
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["query"] = _query
    return made


def _query(fields: Mapping[str, object]) -> str:
    """A list becomes several fields of its name."""
    return urlencode(fields, doseq=True)
