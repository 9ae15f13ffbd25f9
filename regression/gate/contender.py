"""A model version that is judged, or that it is judged against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.bundle import Bundle
from speechscan.domain.result import ModelRef

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer


@dataclass(frozen=True)
class Contender:
    """number: of the version, or what stands for it where the version comes from a folder."""

    number: str
    bundle: Bundle
    scorer: OnnxScorer

    @classmethod
    def of(cls, bundle: Bundle, model: ModelRef) -> Contender:
        """Raises BadBundle when this machine cannot run it."""
        from registry.onnx_scorer import OnnxScorer

        return cls(model.version, bundle, OnnxScorer(bundle, model))

    @property
    def digest(self) -> str:
        """Computed from the files, whatever a tag says."""
        return self.bundle.digest

    @property
    def bytes(self) -> int:
        return sum((self.bundle.folder / name).stat().st_size for name in self.bundle.files)
