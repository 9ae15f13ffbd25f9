"""A whole training, from a manifest to a bundle and its evidence. Each stage is a named step, so that a flow can make
tasks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import torch

from registry import profile
from registry.backbones.choice import backbone
from registry.bundle import Bundle
from registry.data.rendering import rendered
from registry.data.report import Report
from registry.training import cautions, evaluation, evidence, policy, profiling, report, trained, writing
from registry.training.admission import admit
from registry.training.arrays import labels, speakers
from registry.training.hearing import hear
from registry.training.progress import Progress, silent
from registry.training.reference_sets import divided
from registry.training.request import Request

T = TypeVar("T")

CHECK = "manifest_check.txt"


class Step(Protocol):
    """Calls a stage; a flow's own makes a task run of it."""

    def __call__(self, name: str, stage: Callable[[], T]) -> T: ...


def plain(name: str, stage: Callable[[], T]) -> T:
    return stage()


@dataclass(frozen=True)
class Outcome:
    """evidence: folder with the plots, the card as HTML, what the check said of the manifest, and the profile that
    production is compared with."""

    bundle: Bundle
    cautions: list[str]
    evidence: Path


def unheard(report: Report) -> None:
    """Nobody wants to know before the card is written."""


def train(
    request: Request, step: Step = plain, progress: Progress = silent, inform: Callable[[Report], None] = unheard
) -> Outcome:
    """Raises BadManifest, BadPolicy, BackboneError. The same clips and seed give the same weights, bit for bit.

    inform: hears what the check said of a manifest that may train"""
    # One thread: sums in one order. Small matrices are slower on two anyway.
    torch.set_num_threads(1)
    rules, seed, effort = policy.read(), request.seed, request.effort
    embedder = backbone(request.backbone)
    admitted = step("check manifest", lambda: admit(request, progress))
    inform(admitted.report)
    sets = divided(admitted.clips, request)
    heard = step("measure clips", lambda: hear(sets, admitted.sounds, request, embedder, progress))
    judged = step("evaluate", lambda: evaluation.evaluate(sets, heard, seed, effort, progress))
    ill, groups = labels(sets.training), speakers(sets.training)
    model = step("fit", lambda: trained.finish(heard.training, ill, groups, judged.cross, rules, seed))
    figures = step("figures", lambda: report.of(sets, heard, judged, model, effort))
    warned = cautions.of(figures, model.coverage, rules)
    warned += cautions.of_backbone(request.backbone.name, model.fitted.choice.penalties)
    made = step(
        "write bundle",
        lambda: writing.write(model, admitted, sets, request, embedder, figures, warned, rules.model_dump()),
    )
    shown = step("draw", lambda: evidence.draw(request.out / "evidence", made, sets, judged, model, effort))
    (shown / CHECK).write_text(rendered(admitted.report))
    compared = profiling.profiled(made, sets.training, heard.training, judged.cross.probabilities, model)
    profile.write(shown / profile.FILE, compared)
    return Outcome(made, warned, shown)
