"""MkDocs calls these at its events: they add the pages that are made, and mend links to what lies outside of docs/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from infra.docs.links import relinked
from infra.docs.made_pages import made_pages, places
from infra.docs.navigation import expanded

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
# Beside this file.
_ASSETS = ("iframe-worker.js", "site.css")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for page, text in made_pages(_ROOT, _names(files)).items():
        files.append(File.generated(config, page, content=text))
    for name in _ASSETS:
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(_HERE / name)))
    config.nav = expanded(config.nav or [], [file.src_uri for file in files.documentation_pages()])
    return files


def on_page_markdown(markdown: str, page: Page, files: Files, **_: Any) -> str:
    if page.file.generated_by:
        return markdown
    return relinked(markdown, f"docs/{page.file.src_uri}", page.file.src_uri, places(_names(files)))


def _names(files: Files) -> list[str]:
    return [file.src_uri for file in files if not file.generated_by]
