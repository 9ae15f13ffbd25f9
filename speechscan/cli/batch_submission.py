"""What `speechscan batch submit` does: send, start, perhaps wait, and say which file is which item."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speechscan.cli import exit_status, output
from speechscan.cli.printable import printable
from speechscan.cli.subjects_table import items_of
from speechscan.client import Batch, BatchState, ClientError, Item, Sent, SpeechScan
from speechscan.errors import InvalidRequest

MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Shipment:
    """items: one for each path. index_file: where to write which is which. wait_s: None not to wait for the end."""

    paths: Sequence[Path]
    items: Sequence[Item]
    label: str | None
    webhook: str | None
    index_file: Path | None
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Recordings that lie in the bucket already, as the manifest of this key lists them."""

    manifest_key: str
    label: str | None
    webhook: str | None
    wait_s: float | None


def items_for(paths: Sequence[Path], subject: str | None, table: Path | None, task: str | None) -> list[Item]:
    """table: with a subject for each path, in place of one for all. Raises InvalidRequest."""
    if table is None:
        return [Item(path, subject, task) for path in paths]
    if subject is not None:
        raise InvalidRequest("--subject is for all recordings, and --subjects has one for each. Give one of them.")
    return items_of(table, paths, task)


def submit_batch(client: SpeechScan, shipment: Shipment | Listed, *, as_json: bool) -> int:
    """The exit status."""
    sent, names = _send(client, shipment) if isinstance(shipment, Shipment) else _start(client, shipment)
    batch = sent.batch
    if not as_json:
        _tell(sent, names)
    if shipment.wait_s is not None:
        batch = _wait(client, batch, shipment.wait_s)
    if as_json:
        output.json_document({"batch": batch.document(), "items": _items(sent, names)})
    elif batch.ended:
        output.show(f"{batch.counts.completed} of {batch.counts.total} were screened.")
        output.show(f"`speechscan batch results {batch.id}` prints the results.")
    complete = not sent.unsent and (shipment.wait_s is None or _all_screened(batch))
    return 0 if complete else exit_status.FAILED


def index_table(paths: Sequence[Path]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("index", "path"), *enumerate(map(printable, paths))])
    return out.getvalue()


def _send(client: SpeechScan, shipment: Shipment) -> tuple[Sent, Sequence[Path]]:
    """Also what a person knows each item by."""
    if len(shipment.paths) > MOST_ITEMS:
        raise InvalidRequest(
            f"A batch has at most {MOST_ITEMS} recordings; these are {len(shipment.paths)}. Send them as several."
        )
    if shipment.index_file is not None:
        # Before anything is sent: without it the results cannot be told apart.
        output.write(shipment.index_file, index_table(shipment.paths))
    with output.progress() as bars:
        bar = bars.add_task("sending", total=len(shipment.items))
        sent = client.batches.submit(
            shipment.items,
            label=shipment.label,
            webhook=shipment.webhook,
            on_progress=lambda done, _: bars.update(bar, completed=done),
        )
    return sent, shipment.paths


def _start(client: SpeechScan, listed: Listed) -> tuple[Sent, Sequence[None]]:
    """The items have no names here: an index is a row of the manifest."""
    made = client.batches.from_manifest(listed.manifest_key, label=listed.label, webhook=listed.webhook)
    return Sent(client.batches.start(made.id), {}), [None] * made.counts.total


def _wait(client: SpeechScan, batch: Batch, wait_s: float) -> Batch:
    with output.progress() as bars:
        bar = bars.add_task("screening", total=batch.counts.total)
        try:
            return client.batches.wait(
                batch.id, wait_s, on_change=lambda seen: bars.update(bar, completed=seen.counts.ended)
            )
        except KeyboardInterrupt:
            output.say(f"Batch {batch.id} goes on; `speechscan batch show {batch.id}` tells how far it is.")
            raise


def _tell(sent: Sent, names: Sequence[Path | None]) -> None:
    output.show(f"Batch {sent.batch.id} of {len(names)} recordings has started.")
    for index, error in sorted(sent.unsent.items()):
        output.say(f"{names[index]} was not sent: {error.detail}", "red")


def _items(sent: Sent, names: Sequence[Path | None]) -> list[dict[str, object]]:
    return [
        {"index": index, "path": None if path is None else printable(path), "error": _error(sent.unsent.get(index))}
        for index, path in enumerate(names)
    ]


def _error(error: ClientError | None) -> dict[str, str] | None:
    return None if error is None else {"code": error.code, "detail": error.detail}


def _all_screened(batch: Batch) -> bool:
    return batch.state is BatchState.COMPLETED and batch.counts.completed == batch.counts.total
