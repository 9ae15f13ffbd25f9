"""A set's clips as a document, and the document's hash: what makes one set another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from regression.references.reference import FROM_JOB, Kind, ReferenceClip
from speechscan.domain.quality import Quality

SCHEMA = 1


def described_snr(quality: Quality) -> float | None:
    """To 0.01 dB: the last digits differ between processors, and the SNR is part of the set's hash."""
    return None if quality.snr_db is None else round(quality.snr_db, 2)


def ordered(clips: Sequence[ReferenceClip]) -> tuple[ReferenceClip, ...]:
    """By their sound, so that the order of a manifest's rows makes no other set."""
    return tuple(sorted(clips, key=lambda clip: clip.sha256))


def document(kind: Kind, clips: Sequence[ReferenceClip]) -> bytes:
    """JSON, equal for equal sets. Holds sound, speaker, label and all else that may move a figure; no name of a file,
    and neither the set's own name nor its version."""
    told = {"schema": SCHEMA, "kind": kind, "clips": [_told(clip) for clip in ordered(clips)]}
    return json.dumps(told, indent=1, sort_keys=True).encode()


def content_hash(described: bytes) -> str:
    return hashlib.sha256(described).hexdigest()


def parsed(described: bytes) -> tuple[Kind, tuple[ReferenceClip, ...]]:
    told: dict[str, Any] = json.loads(described)
    if told["schema"] != SCHEMA:
        raise ValueError(f"the description has schema {told['schema']}, this code reads {SCHEMA}")
    return Kind(told["kind"]), tuple(ReferenceClip(**clip) for clip in told["clips"])


def _told(clip: ReferenceClip) -> dict[str, Any]:
    """Whether it comes from a job only of one that does, so that other sets keep their hashes."""
    told = asdict(clip)
    return told if clip.from_job else {name: value for name, value in told.items() if name != FROM_JOB}
