"""Reports as one page each that needs no other file, by a template of their own and a style of all."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def render(template: Path, **values: Any) -> str:
    """What is put in is escaped, and what a template asks for and is not given is an error. `style.css` beside this
    module can be included."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [template.parent, Path(__file__).parent]
    environment = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(template.name).render(**values)
