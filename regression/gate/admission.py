"""Which reference sets may judge: those that neither version has trained on."""

from __future__ import annotations

from collections.abc import Sequence

from regression.gate.contender import Contender
from regression.gate.material import Material
from regression.gate.report.report import ReferenceUse
from regression.references.overlap import overlap
from regression.references.reference import Kind


def admitted(
    materials: Sequence[Material], contenders: Sequence[Contender]
) -> tuple[list[Material], list[ReferenceUse]]:
    """Those that may judge, and what is to be told of each."""
    uses = [ReferenceUse.of(material.reference, _refusal(material, contenders)) for material in materials]
    return [material for material, use in zip(materials, uses, strict=True) if use.refused is None], uses


def _refusal(material: Material, contenders: Sequence[Contender]) -> str | None:
    reference = material.reference
    if reference.kind is Kind.CLINICAL and not any(clip.label for clip in reference.clips):
        return "Its clips have no labels."
    found = [overlap(reference, one.bundle).refusal(f"Version {one.number}") for one in contenders]
    return next((refusal for refusal in found if refusal), None)
