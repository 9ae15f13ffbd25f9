"""S3 through boto3: SeaweedFS in the local stack, any S3 elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from speechscan.errors import NotFound, Unavailable
from speechscan.settings import Settings
from speechscan.storage.base import UploadForm

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import CORSRuleTypeDef

_CHUNK = 256 * 1024
_MISSING = {"NoSuchKey", "404"}
# The second: somebody else is writing the key at this moment.
_TAKEN = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}


class S3Store:
    """boto3 clients are safe to share between threads; `pool` is the number of connections it keeps."""

    def __init__(self, settings: Settings, pool: int = 64) -> None:
        self._bucket = settings.s3_bucket
        self._public_url = (settings.s3_public_endpoint_url or settings.s3_endpoint_url).rstrip("/")
        self._client: S3Client = boto3.client(
            "s3",
            endpoint_url=settings.s3_endpoint_url,
            region_name=settings.s3_region,
            aws_access_key_id=settings.s3_access_key.get_secret_value(),
            aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
            config=Config(
                signature_version="s3v4",
                max_pool_connections=pool,
                connect_timeout=2,
                read_timeout=10,
                retries={"mode": "standard", "max_attempts": 2},
                s3={"addressing_style": "path"},
                # SeaweedFS need not see the optional checksums of newer SDKs; the sha256 of a job is our own.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def ensure_bucket(self) -> None:
        with _translated():
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if _code(error) not in {"404", "NoSuchBucket"}:
                    raise
                self._client.create_bucket(Bucket=self._bucket)

    def allow_browsers(self, origins: Sequence[str]) -> None:
        """Lets pages of these origins post upload forms and read the answer."""
        rule: CORSRuleTypeDef = {"AllowedOrigins": list(origins), "AllowedMethods": ["POST"], "AllowedHeaders": ["*"]}
        with _translated():
            self._client.put_bucket_cors(Bucket=self._bucket, CORSConfiguration={"CORSRules": [rule]})

    def put(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        with _translated():
            self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=content_type)

    def put_new(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> bool:
        with _translated():
            try:
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=data, ContentType=content_type, IfNoneMatch="*"
                )
            except ClientError as error:
                if _code(error) not in _TAKEN:
                    raise
                return False
        return True

    def get(self, key: str) -> bytes:
        with _translated():
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def chunks(self, key: str) -> Iterator[bytes]:
        with _translated():
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]

        def pieces() -> Iterator[bytes]:
            with _translated(), body:
                yield from body.iter_chunks(_CHUNK)

        return pieces()

    def delete_prefix(self, prefix: str) -> int:
        erased = 0
        with _translated():
            for key in self.keys(prefix):
                self._client.delete_object(Bucket=self._bucket, Key=key)
                erased += 1
        return erased

    def keys(self, prefix: str, *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        before = datetime.now(UTC) - older_than
        with _translated():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            for page in pages:
                for found in page.get("Contents", []):
                    # Without an age asked for, the store's clock must not matter.
                    if not older_than or found["LastModified"] <= before:
                        yield found["Key"]

    def upload_form(self, key: str, *, max_bytes: int, valid_for: timedelta) -> UploadForm:
        """A POST policy, and not a presigned PUT, which cannot bound the size. The content type is free: nobody reads
        it. What is signed is the policy without the address, so the public one may be any."""
        # Before signing: the form is valid a moment longer than we say, never shorter.
        expires_at = datetime.now(UTC) + valid_for
        made = self._client.generate_presigned_post(
            self._bucket,
            key,
            Conditions=[["content-length-range", 0, max_bytes], ["starts-with", "$Content-Type", ""]],
            ExpiresIn=int(valid_for.total_seconds()),
        )
        return UploadForm(f"{self._public_url}/{self._bucket}", made["fields"], max_bytes, expires_at)

    def check(self) -> None:
        try:
            with _translated():
                self._client.head_bucket(Bucket=self._bucket)
        except NotFound as error:
            raise Unavailable("store", f"The object store has no bucket named {self._bucket}.") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _code(error) in _MISSING:
            raise NotFound("The object is not in the store.") from error
        raise Unavailable("store", f"The object store refused: {_code(error)}.") from error
    except BotoCoreError as error:
        raise Unavailable("store", f"The object store cannot be reached: {type(error).__name__}.") from error
