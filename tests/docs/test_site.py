"""The site of the documents builds, without a link to nowhere, and is whole by itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechscan.settings import Settings
from tests.browser import chromium  # noqa: F401 - a fixture
from tests.docs.snippets import ROOT

# Loads what the browser itself asks for: not what a reader may click on.
_LOADED = re.compile(r"""<(?:script|img|iframe)[^>]*\ssrc=["']?([^"'\s>]+)|<link[^>]*\shref=["']?([^"'\s>]+)""")
_HEAVY = ("torch", "mlflow", "prefect", "bentoml", "pandas", "great_expectations", "matplotlib")


def _build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-m", "mkdocs", "build", "-f", "infra/docs/mkdocs.yml", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site, and which modules were imported for it."""
    folder = tmp_path_factory.mktemp("site")
    ended = _build(folder, "-X", "importtime")
    told = [line for line in ended.stderr.splitlines() if not line.startswith("import time:")]
    assert ended.returncode == 0, "\n".join(told)
    return folder, ended.stderr


@pytest.fixture(scope="module")
def site(built: tuple[Path, str]) -> Path:
    return built[0]


def test_nothing_heavy_is_imported_for_it(built: tuple[Path, str]) -> None:
    imported = set(re.findall(r"\| +(\w+)$", built[1], re.MULTILINE))
    assert {"mkdocs", "speechscan"} <= imported
    assert imported.isdisjoint(_HEAVY)


def test_every_document_has_a_page(site: Path) -> None:
    documents = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    assert len(documents) > 40
    for document in documents:
        page = document.with_name("index.md") if document.name == "README.md" else document
        assert (site / page).with_suffix(".html").is_file(), document


def test_a_page_loads_nothing_from_elsewhere_and_all_that_it_loads_is_there(site: Path) -> None:
    seen = 0
    for page in site.rglob("*.html"):
        for address in _loaded(page.read_text(encoding="utf-8")):
            seen += 1
            assert not re.match(r"[a-z]+:|//", address), f"{page.name}: {address}"
            # Only the page for what is not found has absolute addresses: it may be shown anywhere.
            if page.name != "404.html":
                assert (page.parent / address.partition("#")[0].partition("?")[0]).exists(), f"{page.name}: {address}"
    assert seen > 100


def _loaded(page: str) -> Iterator[str]:
    for script, link in _LOADED.findall(page):
        if not (script or link).startswith("data:"):
            yield script or link


def test_the_settings_are_those_of_the_class_and_no_secret_is_shown(site: Path) -> None:
    page = (site / "settings.html").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"<td><code>SPEECHSCAN_{name.upper()}</code></td>(.*?)</tr>", page, re.DOTALL)
        assert row is not None, name
        cells = re.findall(r"<td>(.*?)</td>", row[1], re.DOTALL)
        default = field.get_default(call_default_factory=True)
        shown = re.sub("<[^>]*>", "", cells[1])
        if hasattr(default, "get_secret_value"):
            assert shown == "not shown"
            assert default.get_secret_value() not in page
        else:
            said = json.dumps(default) if isinstance(default, bool) else str(default)
            assert shown == ("none" if default in (None, "") else said)
        assert len(cells[2]) > 5, f"{name} has no description"


def test_commands_and_endpoints_are_on_their_pages(site: Path) -> None:
    commands = (site / "commands.html").read_text(encoding="utf-8")
    assert "speechscan data import folder" in commands
    assert "--label-noise-sex" in commands
    endpoints = re.sub("<[^>]*>", "", (site / "endpoints.html").read_text(encoding="utf-8"))
    assert "POST /v1/jobs/{job_id}/outcome" in endpoints
    assert "POST job.completed" in endpoints
    assert "not accurate" not in endpoints


def test_a_file_that_lies_elsewhere_is_linked_as_its_page(site: Path) -> None:
    assert 'href="model-card.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert 'href="index.html#how-it-works"' in (site / "tutorial.html").read_text(encoding="utf-8")


def test_opened_as_a_file_it_finds_what_is_searched_for_and_asks_nobody(site: Path, chromium: str) -> None:  # noqa: F811
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.get_by_role("textbox", name="Search").press_sequentially("shimmer")
        found = page.locator(".md-search-result__item a").first
        found.wait_for(state="attached")
        assert (found.get_attribute("href") or "").startswith(site.as_uri())
        window.close()
    assert asked
    assert [address for address in asked if not address.startswith(site.as_uri())] == []
