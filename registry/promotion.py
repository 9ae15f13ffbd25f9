"""How the champion changes: promotion, rollback, and a champion that was set by hand.

Every step is derived from the ledger and comes before the ledger's own entry. So a run that was killed between any two
steps is completed by running it again, and its entry is written exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.digest import computed
from registry.versions.base import CHAMPION, PREVIOUS, ModelRegistry
from speechscan.domain.ledger import SAID, Entry, Event, GateOutcome, NewEntry
from speechscan.domain.sentence import Wording, all_said
from speechscan.errors import Conflict
from speechscan.ledger import Held, Ledger, objection

BY_HAND = "MLflow alias"
_FOUND = Wording("ledger-alias-found", "The alias '{alias}' was found on this version, which had passed.")(
    alias=CHAMPION
)


def promote(
    registry: ModelRegistry,
    ledger: Ledger,
    version: str,
    digest: str,
    actor: str,
    *,
    against: str | None = None,
    reasons: Sequence[str] = (),
    flow_run_id: UUID | None = None,
) -> Entry:
    """Makes the version champion, if its files have this digest and the digest is cleared.

    against: the champion that the gate compared it with. If another is champion by now, the comparison says nothing.
    Returns the entry of the promotion, or the one that had made it champion already. Raises Conflict, LookupError,
    BadBundle, Unavailable."""
    with ledger.promotion_lock(registry.name) as held:
        current = ledger.champion_at(registry.name)
        if current is not None and current.version == version and current.digest == digest:
            _point(registry, held, current.previous_version, version)
            return current
        if against is not None and (current is None or current.version != against):
            raise Conflict(
                f"Version {version} was compared with version {against}, which is no longer champion. "
                "Run the gate again."
            )
        _require_clearance(registry, ledger, version, digest)
        new = _entry(registry, Event.PROMOTION, version, digest, actor, reasons)
        return _crown(registry, ledger, held, current, replace(new, flow_run_id=flow_run_id))


def rollback(registry: ModelRegistry, ledger: Ledger, actor: str, reason: str, *, of: str | None = None) -> Entry:
    """Swaps champion and previous.

    of: the version to get rid of. If it is champion no longer, nothing is done and the present champion's entry is
    returned: so whoever repeats an automatic rollback does not swap back. Raises Conflict where there is nothing to go
    back to."""
    with ledger.promotion_lock(registry.name) as held:
        current = ledger.champion_at(registry.name)
        if current is None:
            raise Conflict("There is no champion in the ledger, so there is nothing to roll back.")
        if of is not None and current.version != of:
            _point(registry, held, current.previous_version, current.version)
            return current
        version = current.previous_version
        if version is None:
            raise Conflict(f"Version {current.version} is the first champion: there is no previous one to go back to.")
        digest = ledger.known_digest(registry.name, version) or ""
        _require_clearance(registry, ledger, version, digest)
        return _crown(
            registry, ledger, held, current, _entry(registry, Event.ROLLBACK, version, digest, actor, [reason])
        )


def reconcile(registry: ModelRegistry, ledger: Ledger) -> Entry | None:
    """Somebody moved the alias `champion` in MLflow, or a promotion or a rollback ended half-way: a version that may be
    champion is written down as such. One that may not is left alone; serving refuses it. None if there was nothing to
    write."""
    if not _differs(registry, ledger):
        return None
    with ledger.promotion_lock(registry.name) as held:
        current, version = ledger.champion_at(registry.name), registry.resolve(CHAMPION)
        if version is None or (current is not None and current.version == version):
            return None
        digest = computed(registry, version)
        if objection(ledger, registry.name, version, digest) is not None:
            return None
        event = Event.ROLLBACK if current and _went_back(registry, ledger, current, version) else Event.PROMOTION
        return _crown(registry, ledger, held, current, _entry(registry, event, version, digest, BY_HAND, [_FOUND]))


def _went_back(registry: ModelRegistry, ledger: Ledger, current: Entry, version: str) -> bool:
    """Both aliases stand as a rollback leaves them. A promotion of the version before leaves them so too, but after a
    gate against the champion of now. Taken for a promotion, a rollback would let what was found bad come back by
    itself."""
    if version != current.previous_version or registry.resolve(PREVIOUS) != current.version:
        return False
    gate = ledger.latest_verdicts(registry.name).get(version)
    return not (
        gate is not None
        and gate.id > current.id
        and gate.previous_version == current.version
        and gate.outcome is GateOutcome.PASS
    )


def _differs(registry: ModelRegistry, ledger: Ledger) -> bool:
    current, version = ledger.champion_at(registry.name), registry.resolve(CHAMPION)
    return version is not None and (current is None or current.version != version)


def _require_clearance(registry: ModelRegistry, ledger: Ledger, version: str, digest: str) -> None:
    found = computed(registry, version)
    if found != digest:
        raise Conflict(
            f"The files of version {version} are not those that were judged: their digest is {found[:12]}, "
            f"the judged one {digest[:12]}. Register the model as a new version."
        )
    if why_not := objection(ledger, registry.name, version, digest):
        raise Conflict(why_not)


def _entry(
    registry: ModelRegistry, event: Event, version: str, digest: str, actor: str, reasons: Sequence[str]
) -> NewEntry:
    return NewEntry(
        event=event,
        actor=actor,
        model_name=registry.name,
        version=version,
        digest=digest,
        reasons=tuple(reasons),
        details={SAID: all_said(reasons)},
    )


def _crown(registry: ModelRegistry, ledger: Ledger, held: Held, current: Entry | None, new: NewEntry) -> Entry:
    """The aliases, then the entry, which repeats what the version's gate went by."""
    before = current.version if current else None
    if current is not None and current.version == new.version:
        # Judged anew with other files: the one before it stays the one before it.
        before = current.previous_version
    _point(registry, held, before, new.version)
    whole = replace(new, previous_version=before)
    if gate := ledger.latest_verdicts(registry.name).get(new.version):
        whole = replace(
            whole,
            dataset_sha256=gate.dataset_sha256,
            policy_sha256=gate.policy_sha256,
            references=gate.references,
            report_key=gate.report_key,
        )
    held.check()
    return ledger.append(whole)


def _point(registry: ModelRegistry, held: Held, previous: str | None, champion: str) -> None:
    """Both aliases, the previous one first: between the two steps the old champion bears both, and still serves."""
    for alias, number in ((PREVIOUS, previous), (CHAMPION, champion)):
        if number is not None and registry.resolve(alias) != number:
            held.check()
            registry.set_alias(alias, number)
