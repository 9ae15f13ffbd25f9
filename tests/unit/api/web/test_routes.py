"""Rules that each page keeps, and a new one cannot forget."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from hatchling.builders.wheel import WheelBuilder

from api.app import create_app
from api.web import visitor
from api.web.assets import assets
from api.web.navigation import ENTRIES
from api.web.origin import from_own_page
from api.web.pages import ROUTER
from api.web.rendering import POLICY, TEMPLATES
from speechscan.db.keys import SCOPES
from speechscan.settings import Settings

# For anybody, signed in or not.
OPEN = {"/sign-in", "/sign-out", "/preferences", "/static/{digest}/{name}"}
ROUTES = list(iter_route_contexts(ROUTER.routes))


def all_dependencies(dependant):
    for one in dependant.dependencies:
        yield one
        yield from all_dependencies(one)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{sorted(route.methods)} {route.path}")
def test_each_page(route):
    calls = [one.call for one in all_dependencies(route.dependant)]

    assert from_own_page in calls
    # FastAPI reads a declared body before anybody is asked for a session.
    assert route.body_field is None
    assert not route.include_in_schema
    assert not route.path.startswith("/v1")
    assert (visitor._signed_in in calls) == (route.path not in OPEN)


def test_entries_of_the_menu_are_pages_with_known_scopes():
    for entry in ENTRIES:
        assert entry.path in {route.path for route in ROUTES}
        assert entry.scope is None or entry.scope in SCOPES


def test_without_the_page_there_is_only_the_api():
    pages = {route.path for route in ROUTES}

    with_pages, without = create_app(Settings()), create_app(Settings(web_enabled=False))

    assert pages <= {route.path for route in iter_route_contexts(with_pages.routes)}
    assert not pages & {route.path for route in iter_route_contexts(without.routes)}
    assert not hasattr(without.state, "error_page")


def test_templates_and_files_travel_with_the_package(repository: Path):
    packed = {file.distribution_path for file in WheelBuilder(str(repository)).recurse_included_files()}
    folders = (TEMPLATES, TEMPLATES.parent / "static", TEMPLATES.parent / "texts")
    ours = [path for folder in folders for path in folder.iterdir()]

    assert {path.suffix for path in ours} == {".j2", ".css", ".js", ".svg", ".ftl"}
    assert {str(path.relative_to(repository)) for path in ours} <= packed


def test_templates_have_nothing_inline():
    """The policy would stop it, and only a browser would say so."""
    for path in TEMPLATES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path.name
        assert "<style" not in text, path.name
        assert " on" not in {attribute[:3] for attribute in text.split('="')[0:0]}, path.name
        assert "|safe" not in text.replace(" ", ""), path.name
        assert "hx-on" not in text, path.name
    assert "unsafe" not in POLICY


def test_the_address_of_a_file_changes_with_it():
    found = assets()

    assert {"page.css", "page.js", "icon.svg", "htmx.min.js"} <= found.keys()
    assert found["page.css"].media_type == "text/css"
    assert found["page.js"].media_type in {"text/javascript", "application/javascript"}
    assert len({asset.digest for asset in found.values()}) == len(found)
