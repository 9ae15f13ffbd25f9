"""What all answers have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Frozen. Fields that a newer API adds are kept, and stand in `document()` too."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def document(self) -> dict[str, Any]:
        """As JSON holds it, under the names that the API uses."""
        return self.model_dump(mode="json", by_alias=True)


class Page(Answer):
    """A part of a list."""

    next_cursor: str | None
    """None on the last."""
