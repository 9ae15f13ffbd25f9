"""torch to ONNX: log-mel front end, head and task check in one small graph."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import torch
from torch import nn

from registry.features import HEAD_MEASURES
from registry.pcm import SAMPLE_RATE

INPUTS = ("pcm", "measures", "embedding")
OUTPUTS = ("probability", "task_distance", "contributions")
# Larger constants are left as the few operators that make them; ONNX Runtime folds those when it loads the graph.
# Folded at export the file has 856 kB instead of about 40.
_LARGEST_FOLDED = 4096
_LONGEST_S = 600


def export(model: nn.Module, path: Path, dims: int | None = None) -> None:
    """Writes the ONNX file. The inputs are one clip of pcm16 samples, its length free from 1 s on, its measures, and
    its embedding of `dims` numbers if the model takes one."""
    from onnx_ir.passes.common import ClearMetadataAndDocStringPass
    from onnxscript.optimizer import optimize_ir

    samples = torch.export.Dim("samples", min=SAMPLE_RATE, max=_LONGEST_S * SAMPLE_RATE)
    clip = (torch.zeros(2 * SAMPLE_RATE, dtype=torch.int16), torch.zeros(len(HEAD_MEASURES)))
    example = clip if dims is None else (*clip, torch.zeros(dims))
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # a line for each operator of absent torchvision
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # torch's exporter warns of its own use of pytree
        program = torch.onnx.export(
            model.eval(),
            example,
            input_names=INPUTS[: len(example)],
            output_names=OUTPUTS,
            dynamic_shapes=({0: samples}, *[None] * (len(example) - 1)),
            dynamo=True,
            optimize=False,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    optimize_ir(program.model, output_size_limit=_LARGEST_FOLDED)
    # The exporter notes stack traces with the paths of this machine.
    ClearMetadataAndDocStringPass()(program.model)
    program.save(path)
