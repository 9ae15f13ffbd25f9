"""The Python client of the API, blocking and for asyncio. docs/client.md shows its use.

It needs httpx, httpx-sse, pydantic and tenacity, and nothing of the service's own frameworks.
"""

from speechscan.client.answers.batch import Batch, BatchItem, BatchState, NewBatch
from speechscan.client.answers.job import Failure, Job
from speechscan.client.answers.outcome import Outcome, Outcomes
from speechscan.client.answers.problem import Problem
from speechscan.client.answers.report import Report
from speechscan.client.answers.result import Quality, Result
from speechscan.client.answers.version import Champion, Gate, Version, VersionList
from speechscan.client.answers.webhook import Delivery, Webhook
from speechscan.client.asynchronous.client import AsyncSpeechScan
from speechscan.client.blocking.client import SpeechScan
from speechscan.client.calls.jobs import JobFilter
from speechscan.client.errors import (
    ApiError,
    BadAddress,
    Busy,
    ClientError,
    Conflict,
    Forbidden,
    IdempotencyMismatch,
    InvalidRequest,
    ItemRefused,
    MethodNotAllowed,
    ModelNotReady,
    NotEnded,
    NotFound,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
    UnreadableRecording,
    UnsupportedFormat,
    UploadRefused,
    UploadTimeout,
)
from speechscan.client.items import Item, Sent
from speechscan.client.recording import Source
from speechscan.client.retries import Retries
from speechscan.domain.job import JobState
from speechscan.domain.outcome import Label
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.domain.webhook import DeliveryState, Event

__all__ = [
    "ApiError",
    "AsyncSpeechScan",
    "BadAddress",
    "Batch",
    "BatchItem",
    "BatchState",
    "Busy",
    "Champion",
    "ClientError",
    "Conflict",
    "Delivery",
    "DeliveryState",
    "Event",
    "Failure",
    "Forbidden",
    "Gate",
    "IdempotencyMismatch",
    "InvalidRequest",
    "Item",
    "ItemRefused",
    "Job",
    "JobFilter",
    "JobState",
    "Label",
    "MethodNotAllowed",
    "ModelNotReady",
    "NewBatch",
    "NotEnded",
    "NotFound",
    "Outcome",
    "Outcomes",
    "Problem",
    "Quality",
    "Report",
    "Result",
    "Retries",
    "Sent",
    "Source",
    "SpeechScan",
    "Status",
    "Task",
    "TooLarge",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
    "UnreadableRecording",
    "UnsupportedFormat",
    "UploadRefused",
    "UploadTimeout",
    "Version",
    "VersionList",
    "Webhook",
]
