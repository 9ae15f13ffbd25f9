"""The digest of the model that this release ships. It counts as gated, so it is pinned: a model that somebody put in
the place of the shipped one is refused.

`python -m registry.pin` pins the files that are there now: after a training that is meant to be shipped, and only then.
"""

from __future__ import annotations

from pathlib import Path

from registry import bundle
from speechscan.errors import SpeechScanError

PIN = Path(__file__).parent / "pin.txt"
# What earlier releases shipped: as champion of a database from before the ledger, it is taken for gated too.
FORMERLY_SHIPPED = frozenset(
    {
        "353db356ee48b9d6eb1f96984fa5f96b59ed70e12949b153c3c2846080e1e2a0",
        "c3e7a8ff6ee9ff15ede7f975ff69f00dbf9bd8b1080dc3e66b46fed65812448b",
        "6f8454e396e5d91046117ab920dc2ee05810d4943988ed336f576f6c170ab454",
    }
)
# The first model: log-mel statistics alone, in a form that no scorer reads any more.
NO_LONGER_SERVED = frozenset({"bae7e829824f878a3dc80d9b9965e2d1cd9d26c3f8b006dc35cb7470792658f1"})


class NotThePinnedModel(SpeechScanError):
    """The shipped files are not the ones that this release was made with."""

    code = "not_the_pinned_model"


def pinned() -> str:
    return PIN.read_text().strip()


def counts_as_gated(digest: str) -> bool:
    return digest == pinned() or digest in FORMERLY_SHIPPED


def require_pinned(shipped: bundle.Bundle) -> None:
    """Raises NotThePinnedModel."""
    if shipped.digest != pinned():
        raise NotThePinnedModel(
            f"The shipped model is not the one that this release was made with: its digest is {shipped.digest}, the "
            f"pinned one {pinned()}. Restore registry/shipped from the repository. A model of your own enters through "
            "the gate: `speechscan train`, then the alias 'challenger' in MLflow."
        )


def main() -> None:
    PIN.write_text(bundle.read(bundle.SHIPPED).digest + "\n")


if __name__ == "__main__":
    main()
