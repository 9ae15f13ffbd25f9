"""The gate on a version of the registry, as the promotion runs it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import UUID

from registry import bundle
from registry.training.progress import Progress, silent
from registry.versions import CHAMPION, ModelRegistry
from regression.gate import policy as policies
from regression.gate.contender import Contender
from regression.gate.gate import judge
from regression.gate.material import Material
from regression.gate.policy import Policy
from regression.gate.private_bento import serving
from regression.gate.record import Records, record
from regression.gate.report import GateReport
from regression.gate.service import HttpService, Service
from regression.references.store import ReferenceStore
from speechscan.domain.result import ModelRef
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings

Serve = Callable[[Contender, Settings], AbstractContextManager[Service]]
_FIRST = "1"


class BadVersion(InvalidRequest):
    """The registry has no such version, or its files are no whole version."""


def gate_version(
    settings: Settings,
    number: str,
    records: Records,
    *,
    champion: str | None = None,
    references: Sequence[str] | None = None,
    policy: Policy | None = None,
    seed: int = 0,
    actor: str = "gate",
    flow_run_id: UUID | None = None,
    progress: Progress = silent,
    serve: Serve | None = None,
) -> GateReport:
    """Judges version `number` against the champion, and writes the verdict down wherever it belongs.

    champion    number of another version to judge it against
    references  names of clinical sets; by default all that are in use
    serve       starts a service of the challenger's own; by default a Bento beside this process
    Blocks for minutes and runs an event loop of its own: an async caller uses a thread. Running it again after any
    interruption ends with one report and one entry in the ledger. Raises BadVersion, NoReference, Unavailable."""
    registry = records.registry
    against = champion or registry.resolve(CHAMPION)
    with tempfile.TemporaryDirectory(prefix="speechscan-gate-") as scratch:
        challenger = fetched(registry, number, Path(scratch))
        report = judge(
            challenger,
            None if against is None else fetched(registry, against, Path(scratch)),
            materials(ReferenceStore(records.objects), references),
            policy or policies.read(),
            seed=seed,
            gate=settings.quality_gate,
            service=lambda: (serve or private_service)(challenger, settings),
            progress=progress,
        )
        record(report, challenger.bundle, records, actor=actor, flow_run_id=flow_run_id)
    return report


def fetched(registry: ModelRegistry, number: str, scratch: Path) -> Contender:
    """Raises BadVersion. The digest is computed from what was downloaded, so a tag cannot lie about it."""
    try:
        found = bundle.read(registry.download(number, scratch / number))
        return Contender.of(found, ModelRef(registry.name, number))
    except LookupError as error:
        raise BadVersion(f"The registry has no version {number} of {registry.name}.") from error
    except bundle.BadBundle as error:
        raise BadVersion(f"Version {number} of {registry.name} cannot be judged: {error}.") from error


def materials(store: ReferenceStore, names: Sequence[str] | None) -> list[Material]:
    """Named sets, or all that are in use. Raises NoReference."""
    found = store.active() if names is None else [store.find(name) for name in names]
    return [Material(reference, store.audio) for reference in found]


@contextmanager
def private_service(challenger: Contender, settings: Settings) -> Iterator[Service]:
    """A Bento that serves the challenger alone, from the registry or, if it has no number there, from its folder."""
    registered = challenger.number.isdecimal()
    pin, folder = (challenger.number, None) if registered else (_FIRST, challenger.bundle.folder)
    with serving(pin, settings, folder) as url:
        yield HttpService(url, ModelRef(settings.model_name, pin), settings.quality_gate)
