"""Model cards and metadata in the object store, from where the API shows them: it reaches no MLflow."""

from __future__ import annotations

from registry.bundle import METADATA, Bundle
from speechscan.storage import ObjectStore
from speechscan.storage.base import card_key, metadata_key


def keep(store: ObjectStore, bundle: Bundle) -> str:
    """Stores the version's card and metadata, and returns the card's key. Again is the same as once."""
    key = card_key(bundle.digest)
    store.put(metadata_key(bundle.digest), (bundle.folder / METADATA).read_bytes(), "application/json")
    store.put(key, bundle.card.encode(), "text/markdown; charset=utf-8")
    return key
