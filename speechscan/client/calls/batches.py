"""Batches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from speechscan.client import paths
from speechscan.client.answers.batch import Batch, BatchItemPage, BatchPage, NewBatch
from speechscan.client.call import Call, as_answer, as_text
from speechscan.client.calls.jobs import identified
from speechscan.client.items import Item
from speechscan.client.paths import Id

Format = Literal["csv", "jsonl"]
Rows = list[dict[str, Any]]
# The most that the API gives at once.
_BATCHES, _ITEMS = 50, 1000


@dataclass(frozen=True, slots=True)
class Told:
    """label: a word of the caller's. webhook: where the end of each job is told."""

    label: str | None = None
    webhook: str | None = None

    def document(self) -> dict[str, str]:
        given = {"label": self.label, "webhook": self.webhook}
        return {name: value for name, value in given.items() if value is not None}


def create(items: Sequence[Item], told: Told, idempotency_key: str) -> Call[NewBatch]:
    return _create({"items": [item.described() for item in items], **told.document()}, idempotency_key)


def from_manifest(manifest_key: str, told: Told, idempotency_key: str) -> Call[NewBatch]:
    return _create({"manifest_key": manifest_key, **told.document()}, idempotency_key)


def _create(document: dict[str, Any], idempotency_key: str) -> Call[NewBatch]:
    headers = identified(idempotency_key)
    return Call(method="POST", path=paths.BATCHES, read=as_answer(NewBatch), headers=headers, json=document)


def read(batch_id: Id) -> Call[Batch]:
    return Call(method="GET", path=paths.batch(batch_id), read=as_answer(Batch))


def page(cursor: str | None) -> Call[BatchPage]:
    return Call(method="GET", path=paths.BATCHES, read=as_answer(BatchPage), params=_paged(_BATCHES, cursor))


def items(batch_id: Id, cursor: str | None) -> Call[BatchItemPage]:
    path = paths.batch_part(batch_id, "items")
    return Call(method="GET", path=path, read=as_answer(BatchItemPage), params=_paged(_ITEMS, cursor))


def start(batch_id: Id) -> Call[Batch]:
    return Call(method="POST", path=paths.batch_part(batch_id, "start"), read=as_answer(Batch))


def cancel(batch_id: Id) -> Call[Batch]:
    return Call(method="POST", path=paths.batch_part(batch_id, "cancel"), read=as_answer(Batch))


def results(batch_id: Id) -> Call[Rows]:
    return Call(method="GET", path=_results(batch_id), read=_lines, params={"format": "jsonl"})


def table(batch_id: Id, format: Format) -> Call[str]:
    return Call(method="GET", path=_results(batch_id), read=as_text, params={"format": format})


def _results(batch_id: Id) -> str:
    return paths.batch_part(batch_id, "results")


def _paged(limit: int, cursor: str | None) -> dict[str, Any]:
    return {"limit": limit, **({"cursor": cursor} if cursor else {})}


def _lines(response: httpx.Response) -> Rows:
    # Not splitlines(), which also splits at separators that JSON strings may hold.
    return [json.loads(line) for line in response.text.split("\n") if line]
