"""Our measurements beside Praat's, on the shared clips: figures, and the plot of docs/measurements.md.

SPEECHSCAN_VOICE_DATA=folder python -m tests.agreement
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.data.manifest import read
from registry.data.sound import load
from registry.measures import measure
from registry.pcm import Pcm
from registry.training.foreign import running_speech
from tests.praat import praat

NAMES = (
    "f0_hz",
    "hnr_db",
    "cpps_db",
    "jitter_local",
    "jitter_rap",
    "jitter_ppq5",
    "shimmer_local",
    "shimmer_apq3",
    "shimmer_apq5",
    "shimmer_apq11",
    "clarity_score",
)
_PLOT = Path(__file__).parents[1] / "docs" / "images" / "praat-agreement.png"
_VOWELS = ("minsk2020_als", "troparion_spa2019")


@dataclass(frozen=True, slots=True)
class Pairs:
    """One measurement on many clips, [clips] each: ours, Praat's, and whether the clip is a vowel or running speech.
    NaN where one of the two gives no value."""

    ours: NDArray[np.float64]
    praats: NDArray[np.float64]
    vowel: NDArray[np.bool_]

    def both(self) -> Pairs:
        return self.where(np.isfinite(self.ours) & np.isfinite(self.praats))

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        return Pairs(self.ours[chosen], self.praats[chosen], self.vowel[chosen])

    def vowels(self) -> Pairs:
        return self.where(self.vowel)

    def speech(self) -> Pairs:
        return self.where(~self.vowel)

    @property
    def count(self) -> int:
        return self.ours.size

    @property
    def correlation(self) -> float:
        return float(np.corrcoef(self.ours, self.praats)[0, 1])

    @property
    def bias(self) -> float:
        return float(np.mean(self.ours - self.praats))

    def within(self, limit: float, *, relative: bool = False) -> float:
        off = np.abs(self.ours - self.praats)
        return float(np.mean(off <= (limit * self.praats if relative else limit)))


def clips(folder: Path) -> tuple[list[Pcm], list[Pcm]]:
    """(sustained vowels, digits joined to about 4 s of one speaker)"""
    rows = read(folder).clips
    vowels = [load(row.path) for row in rows if row.corpus in _VOWELS]
    return vowels, running_speech([row for row in rows if row.corpus == "fsdd"])


def compare(vowels: list[Pcm], speech: list[Pcm]) -> dict[str, Pairs]:
    both = vowels + speech
    ours, praats = [measure(clip).values for clip in both], [praat(clip) for clip in both]
    vowel = np.arange(len(both)) < len(vowels)
    return {
        name: Pairs(
            np.array([values.get(name, np.nan) for values in ours]),
            np.array([values[name] for values in praats]),
            vowel,
        )
        for name in NAMES
    }


def table(found: dict[str, Pairs]) -> str:
    """In Markdown, a row for each measurement and kind of clip."""
    rows = [
        "| measurement | clips | both have it | r | mean difference | within |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, pairs in found.items():
        for kind, some in (("vowels", pairs.vowels()), ("joined digits", pairs.speech())):
            both = some.both()
            figures = f"{both.correlation:.4f} | {both.bias:+.2g} | {_within(name, both)}"
            rows.append(f"| `{name}` | {kind} | {both.count} of {some.count} | {figures} |")
    return "\n".join(rows)


def _within(name: str, pairs: Pairs) -> str:
    if name.endswith("_db"):
        return f"1 dB: {pairs.within(1.0):.0%}"
    if name == "clarity_score":
        return f"10 points: {pairs.within(10.0):.0%}"
    limit = 0.01 if name == "f0_hz" else 0.1
    return f"{limit:.0%}: {pairs.within(limit, relative=True):.0%}"


def plot(found: dict[str, Pairs], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(3, 4, figsize=(12, 9), layout="constrained")
    for axis, (name, pairs) in zip(axes.flat, found.items(), strict=False):
        both = pairs.both()
        for some, label in ((both.vowels(), "vowels"), (both.speech(), "joined digits")):
            text = f"{label}: r = {some.correlation:.3f}, n = {some.count}"
            axis.scatter(some.praats, some.ours, s=10, alpha=0.6, label=text)
        ends = [float(both.praats.min()), float(both.praats.max())]
        axis.plot(ends, ends, color="grey", linewidth=0.8, zorder=0)
        axis.set(title=name, xlabel="Praat", ylabel="SpeechScan")
        axis.legend(fontsize=7, loc="lower right")
    for axis in axes.flat[len(found) :]:
        axis.set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)


def main() -> None:
    folder = os.environ.get("SPEECHSCAN_VOICE_DATA")
    if not folder:
        sys.exit("Set SPEECHSCAN_VOICE_DATA to a folder with a manifest.csv of clips.")
    found = compare(*clips(Path(folder)))
    plot(found, _PLOT)
    print(table(found))


if __name__ == "__main__":
    main()
