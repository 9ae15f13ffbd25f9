"""The slot that holds the serving model, and follows the alias `champion`."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from bentos.admission import Admission
from bentos.loaded import Loaded, tell_when_drained
from bentos.loading import Refusal, Refused, load
from bentos.pauses import Pauses
from registry.versions import ModelRegistry
from speechscan.domain.serving import ServingState
from speechscan.errors import Unavailable
from speechscan.telemetry import logs

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer

_log = logs.get(__name__)


class Swap(StrEnum):
    """What became of a version that was to serve in the place of another."""

    SWAPPED = "swapped"
    REFUSED = "refused"


class ModelSlot:
    """`refresh` is called by one thread; `loaded` may be read by any: a swap is one assignment, and a request goes on
    with the scorer that it took. The last good model stays when registry or ledger are away, and when the new champion
    is refused: because the ledger does not clear its files, or they cannot be loaded, or score the golden clip
    otherwise than in training."""

    def __init__(
        self,
        registry: ModelRegistry,
        admission: Admission,
        count: Callable[[Swap], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registry = registry
        self._admission = admission
        self._count = count
        self._clock = clock
        self._pauses = Pauses()
        self._wanted: str | None = None
        self._refusals: dict[str, Refusal] = {}
        self._unwritten: list[Refusal] = []
        self._told = ""
        self.loaded: Loaded | None = None
        self.why_empty = "It was not asked for yet."

    @property
    def scorer(self) -> OnnxScorer | None:
        loaded = self.loaded
        return loaded.scorer if loaded else None

    @property
    def refusal(self) -> Refusal | None:
        """Of the version that is to be served."""
        return self._refusals.get(self._wanted or "")

    def state(self) -> ServingState:
        loaded, refusal = self.loaded, self.refusal
        scored, failed = loaded.tally.read() if loaded else (0, 0)
        return ServingState(
            model_name=self._registry.name,
            version=loaded.version if loaded else None,
            digest=loaded.digest if loaded else None,
            scored=scored,
            failed=failed,
            refused_version=refusal.version if refusal else None,
            refused_reason=refusal.reason if refusal else None,
        )

    def refresh(self) -> None:
        """Looks once whether another version is to be served, and loads it."""
        try:
            self._write_refusals()
            self._wanted = self._admission.wanted()
            if self._wanted is None:
                self._tell("no_champion", "No version bears the alias 'champion'.")
            elif self.loaded is None or self.loaded.version != self._wanted:
                self._follow(self._wanted)
            else:
                self._settle()
        except Unavailable as error:
            self._tell(f"{error.dependency}_away", error.detail)

    def _follow(self, wanted: str) -> None:
        if self._pauses.bars(wanted, self._clock()) and not self._is_revoked():
            return
        if self._try(wanted):
            self._settle()
        elif self.loaded is None and self.refusal is not None:
            substitute = self._admission.substitute()
            if substitute is not None and substitute != wanted:
                self._try(substitute)

    def _try(self, version: str) -> bool:
        try:
            loaded = load(self._registry, self._admission, version)
        except Refused as refused:
            self._refuse(refused.refusal)
        except (Unavailable, LookupError) as error:
            # An outage, or a version that was deleted a moment ago: no verdict on the version.
            self._pauses.add(version, self._clock())
            self._tell("version_not_loaded", str(error), version=version)
        else:
            self._swap(loaded)
            return True
        return False

    def _swap(self, loaded: Loaded) -> None:
        before, self.loaded = self.loaded, loaded
        if before is not None:
            self._count(Swap.SWAPPED)
            _log.info("swapped", before=before.version, now=loaded.version)
            tell_when_drained(before)

    def _settle(self) -> None:
        self._pauses.clear()
        self._refusals.clear()
        if self.loaded is not None:
            self._tell("serving", "", version=self.loaded.version)

    def _refuse(self, refusal: Refusal) -> None:
        self._pauses.add(refusal.version, self._clock())
        if refusal == self._refusals.get(refusal.version):
            return
        self._refusals[refusal.version] = refusal
        self._unwritten.append(refusal)
        self._count(Swap.REFUSED)
        self.why_empty = refusal.reason
        still = self.loaded.version if self.loaded else None
        facts = {"version": refusal.version, "digest": refusal.digest, "still_serving": still}
        _log.error("version_refused", reason=refusal.reason, **facts)
        self._write_refusals()

    def _write_refusals(self) -> None:
        while self._unwritten:
            refusal = self._unwritten[0]
            self._admission.note_refusal(refusal.version, refusal.digest, refusal.reason)
            self._unwritten.pop(0)

    def _is_revoked(self) -> bool:
        """The version has passed the gate since it was refused."""
        refusal = self.refusal
        return (
            refusal is not None
            and refusal.revocable
            and self._admission.objection(refusal.version, refusal.digest) is None
        )

    def _tell(self, event: str, why: str, **facts: str) -> None:
        """One line when things change, not one every two seconds."""
        self.why_empty = why
        if event + str(facts) != self._told:
            self._told = event + str(facts)
            _log.info(event, why=why, **facts)
