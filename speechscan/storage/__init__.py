"""Where recordings lie. Keys are made here, from UUIDs only."""

from speechscan.storage.base import (
    IMPORTS,
    RECORDINGS,
    REPORTS,
    UPLOADS,
    ObjectStore,
    UploadForm,
    batch_prefix,
    canonical_key,
    item_key,
    item_of,
    item_prefix,
    job_of,
    job_prefix,
    report_key,
    report_of,
    upload_key,
)
from speechscan.storage.memory import MemoryStore
from speechscan.storage.s3 import S3Store

__all__ = [
    "IMPORTS",
    "RECORDINGS",
    "REPORTS",
    "UPLOADS",
    "MemoryStore",
    "ObjectStore",
    "S3Store",
    "UploadForm",
    "batch_prefix",
    "canonical_key",
    "item_key",
    "item_of",
    "item_prefix",
    "job_of",
    "job_prefix",
    "report_key",
    "report_of",
    "upload_key",
]
