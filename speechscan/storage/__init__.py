"""Where recordings lie. Keys are made here, from UUIDs only."""

from speechscan.storage.base import (
    RECORDINGS,
    REPORTS,
    ObjectStore,
    canonical_key,
    job_of,
    job_prefix,
    report_key,
    report_of,
    upload_key,
)
from speechscan.storage.memory import MemoryStore
from speechscan.storage.s3 import S3Store

__all__ = [
    "RECORDINGS",
    "REPORTS",
    "MemoryStore",
    "ObjectStore",
    "S3Store",
    "canonical_key",
    "job_of",
    "job_prefix",
    "report_key",
    "report_of",
    "upload_key",
]
