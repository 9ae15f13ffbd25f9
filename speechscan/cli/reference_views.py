"""Reference sets on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from regression.references.reference import Reference, ReferenceClip

_UNKNOWN = "not known"
_GROUPS = ("label", "sex", "task", "corpus")


def summary(reference: Reference) -> dict[str, Any]:
    return {
        "name": reference.name,
        "version": reference.version,
        "kind": reference.kind.value,
        "sha256": reference.sha256,
        "clips": len(reference.clips),
        "speakers": _speakers(reference.clips),
        "minutes": round(sum(clip.seconds for clip in reference.clips) / 60, 2),
        "added_at": reference.added_at.isoformat(),
        "retired_at": reference.retired_at.isoformat() if reference.retired_at else None,
    }


def detailed(reference: Reference) -> dict[str, Any]:
    return {**summary(reference), "clips": [asdict(clip) for clip in reference.clips]}


def overview(references: Sequence[Reference]) -> None:
    table = Table("name", "version", "kind", "speakers", "clips", "minutes", "added", "in use", box=None)
    for one in references:
        told = summary(one)
        shown = [str(told[column]) for column in ("name", "version", "kind", "speakers", "clips", "minutes")]
        table.add_row(*shown, f"{one.added_at:%Y-%m-%d}", "no" if one.retired_at else "yes")
    Console().print(table)


def details(reference: Reference) -> None:
    console = Console()
    told = summary(reference)
    state = f", retired {reference.retired_at:%Y-%m-%d}" if reference.retired_at else ""
    line = (
        f"{reference.title}: {told['kind']}, {told['speakers']} speakers, {told['clips']} clips, "
        f"{told['minutes']} minutes, added {reference.added_at:%Y-%m-%d}{state}"
    )
    console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print(f"SHA-256 {reference.sha256}", markup=False, highlight=False, soft_wrap=True)
    table = Table("group", "", "speakers", "clips", "SNR, dB", box=None)
    for group in _GROUPS:
        for value in sorted({_value(clip, group) for clip in reference.clips}):
            own = [clip for clip in reference.clips if _value(clip, group) == value]
            table.add_row(group, value, str(_speakers(own)), str(len(own)), _range(own))
    console.print(table)


def _value(clip: ReferenceClip, group: str) -> str:
    return getattr(clip, group) or _UNKNOWN


def _speakers(clips: Sequence[ReferenceClip]) -> int:
    return len({(clip.corpus, clip.speaker) for clip in clips})


def _range(clips: Sequence[ReferenceClip]) -> str:
    found = sorted(clip.snr_db for clip in clips if clip.snr_db is not None)
    return f"{found[0]:.0f} to {found[-1]:.0f}" if found else ""
