"""Settings: read once at a process's entry point, then passed in.

Order: environment variables (`SPEECHSCAN_*`), then `.env`, then the file `stack.env` that `speechscan up`
writes into its data folder. `.env.example` documents every setting; a test keeps the two in step.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from speechscan.domain.quality_gate import QualityGate

DEFAULT_DATA_DIR = Path(".speechscan")
_GATE = QualityGate()
_DEV_SECRET = "development-only"  # noqa: S105 - refused in production


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SPEECHSCAN_", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = Field(
        "development", description="In production the secrets and the database must be set, or nothing starts."
    )
    data_dir: Path = Field(DEFAULT_DATA_DIR, description="Folder of the local stack: databases, objects, logs.")
    voice_data: Path | None = Field(
        None, description="Folder with a manifest.csv of labelled clips, for training and tests."
    )

    database_url: SecretStr = Field(
        SecretStr("postgresql+psycopg://speechscan@127.0.0.1:8604/speechscan"),
        description="PostgreSQL, in SQLAlchemy's form.",
    )
    s3_endpoint_url: str = Field("http://127.0.0.1:8605", description="S3-compatible object store.")
    s3_region: str = Field("us-east-1", description="Its region.")
    s3_public_endpoint_url: str | None = Field(
        None, description="Where clients reach the object store for uploads past the API; by default the same."
    )
    s3_bucket: str = Field("speechscan", description="Bucket for recordings; `speechscan up` makes its own.")
    s3_access_key: SecretStr = Field(SecretStr(_DEV_SECRET), description="Name of the object store's key.")
    s3_secret_key: SecretStr = Field(SecretStr(_DEV_SECRET), description="The key itself.")
    prefect_api_url: str = Field("http://127.0.0.1:8601/api", description="Prefect's API.")
    mlflow_url: str = Field("http://127.0.0.1:8602", description="The MLflow server.")
    scorer_url: str = Field("http://127.0.0.1:8603", description="The BentoML service.")
    api_url: str = Field("http://127.0.0.1:8600", description="Where clients reach the API; the demo asks there.")

    subject_key: SecretStr = Field(
        SecretStr(_DEV_SECRET),
        description="Key of the hash that replaces a `subject`. Changing it breaks the link to old jobs.",
    )
    cors_origins: list[str] = Field(
        default_factory=list, description="Origins that browsers may call the API from (JSON list)."
    )

    api_workers: int = Field(1, ge=1, description="Processes of the API; `python -m api` starts them.")
    web_enabled: bool = Field(True, description="The API serves the web page too.")
    web_session_idle_s: int = Field(30 * 60, ge=1, description="Who does nothing for so long is signed out.")
    web_session_max_s: int = Field(8 * 3600, ge=1, description="Everybody is signed out after so long.")
    web_hsts_s: int = Field(
        0,
        ge=0,
        description="For so long browsers shall open this host by https alone, s; said to those that came by https. "
        "It holds for all ports of the host, those of Prefect and MLflow too. 0: not said.",
    )
    web_prefect_url: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="Where people reach the Prefect UI; empty: no links to it."
    )
    web_mlflow_url: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="Where people reach the MLflow UI; empty: no links to it."
    )

    max_upload_bytes: int = Field(10 * 1024 * 1024, gt=0, description="Largest recording, bytes.")
    min_duration_s: float = Field(1.0, gt=0, description="A shorter recording is a failed job, s.")
    max_duration_s: float = Field(60.0, gt=0, description="A longer recording is a failed job, s.")
    upload_window_s: int = Field(
        6 * 3600, ge=60, le=7 * 24 * 3600, description="How long a form for an upload past the API can be used."
    )
    upload_keep_s: int = Field(
        24 * 3600,
        ge=60,
        description="Uploads past the API that no job was made of, and open batches, end after so long.",
    )
    decode_processes: int = Field(2, ge=1, description="Size of the decode pool.")
    decode_timeout_s: float = Field(10.0, gt=0, description="Wall-clock limit of one decode.")
    decode_cpu_s: int = Field(8, ge=1, description="CPU-time limit of one decode.")
    decode_memory_mb: int = Field(1024, ge=256, description="Address-space limit of a decode process.")
    decode_recycle_after: int = Field(500, ge=1, description="A decode process is replaced after so many clips.")

    gate_min_speech_s: float = Field(_GATE.min_speech_s, ge=0, description="Least speech, s.")
    gate_min_level_dbfs: float = Field(_GATE.min_level_dbfs, le=0, description="Quietest speech, dB re full scale.")
    gate_min_snr_db: float = Field(_GATE.min_snr_db, description="Least distance of speech and background, dB.")
    gate_max_clipping: float = Field(_GATE.max_clipping, ge=0, le=1, description="Largest share of clipped samples.")
    gate_min_bandwidth_hz: float = Field(_GATE.min_bandwidth_hz, ge=0, le=8000, description="Lowest end of speech, Hz.")
    gate_max_dc_offset: float = Field(_GATE.max_dc_offset, ge=0, le=1, description="Largest offset, full scale = 1.")

    model_name: str = Field("speechscan", description="Name of the registered model in MLflow.")
    model_pin: str | None = Field(
        None,
        pattern=r"^[1-9][0-9]*$",
        description="A Bento serves exactly this version, whatever the aliases: for the gate's private one only.",
    )
    model_folder: Path | None = Field(
        None, description="With a pin: the version's files lie here, and MLflow is not asked. Its number is 1."
    )
    scorer_workers: int = Field(1, ge=1, description="Processes of the BentoML service, each with the model loaded.")
    model_poll_s: float = Field(2.0, gt=0, description="How often the Bento looks whether `champion` moved.")
    model_ready_window_s: float = Field(
        60.0, gt=0, description="POST answers 503 if no champion was ready for so long."
    )

    gate_policy: Path | None = Field(None, description="Policy file of the gate; by default regression/policy.yaml.")
    promotion_poll_s: float = Field(2.0, gt=0, description="How often the watcher looks for a challenger.")
    approval_wait_s: int = Field(
        7 * 24 * 3600, ge=1, description="A promotion that waits for approval longer ends, and nothing moves."
    )

    claim_limit: int = Field(64, ge=1, description="Most jobs that one worker has under way.")
    lease_s: float = Field(30.0, gt=0, description="A lease that is not renewed for so long is taken over.")
    max_attempts: int = Field(3, ge=1, description="A job fails after so many attempts.")
    shift_max_age_s: float = Field(3600.0, gt=0, description="A shift ends at this age, s.")
    shift_max_jobs: int = Field(5000, ge=1, description="A shift ends after so many jobs.")
    shift_idle_s: float = Field(300.0, gt=0, description="A shift ends when idle for so long, s.")
    control_poll_s: float = Field(
        2.0, gt=0, description="How often a worker looks for a cancelled shift or a paused `screen`."
    )
    exit_grace_s: float = Field(20.0, gt=0, description="Longest orderly exit of a worker after TERM.")

    worker_metrics_port: int | None = Field(
        None, ge=1, le=65_535, description="A screening worker shows its /metrics there; by default nowhere."
    )
    worker_metrics_host: str = Field("127.0.0.1", description="The address that it binds to for that.")

    webhook_allow_private: list[IPv4Network | IPv6Network] = Field(
        default_factory=list,
        description="Networks that are not public and that webhooks may reach all the same, http included (JSON list).",
    )
    webhook_key: SecretStr = Field(
        SecretStr(_DEV_SECRET), description="Seals the secrets of webhooks in the database: long and random."
    )
    webhook_previous_key: SecretStr | None = Field(
        None, description="The key before it, until all are sealed with the present one."
    )
    webhook_timeout_s: float = Field(15.0, gt=0, description="Longest attempt to tell a receiver.")
    webhook_concurrency: int = Field(64, ge=1, description="Most attempts that one sender has under way.")
    webhook_first_wait_s: float = Field(10.0, gt=0, description="Bound of the wait after a delivery's first attempt.")
    webhook_longest_wait_s: float = Field(4 * 3600.0, gt=0, description="It triples with each attempt, up to this.")
    webhook_give_up_s: float = Field(72 * 3600.0, gt=0, description="A delivery is dead after so long.")

    retain_results_days: int | None = Field(
        None, ge=1, description="Jobs that ended so long ago are erased, with recording and result."
    )
    retain_tombstones_days: int | None = Field(
        None, ge=1, description="The empty rows of erased jobs that ended so long ago are removed."
    )
    retain_reports_days: int | None = Field(None, ge=1, description="Reports that are so old are removed.")
    retain_deliveries_days: int | None = Field(
        None, ge=1, description="Deliveries of webhooks that ended so long ago, delivered or dead, are removed."
    )

    otlp_endpoint: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="OTLP/HTTP collector that traces are sent to; empty: no tracing."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Self:
        """Settings of this process. `data_dir` names the local stack whose `stack.env` fills the gaps."""
        folder = data_dir or Path(os.environ.get("SPEECHSCAN_DATA_DIR", DEFAULT_DATA_DIR))
        # Later files win over earlier ones, and the environment over both.
        return cls(_env_file=(folder / "stack.env", ".env"), data_dir=folder)  # type: ignore[call-arg]

    @property
    def quality_gate(self) -> QualityGate:
        return QualityGate(
            min_speech_s=self.gate_min_speech_s,
            min_level_dbfs=self.gate_min_level_dbfs,
            min_snr_db=self.gate_min_snr_db,
            max_clipping=self.gate_max_clipping,
            min_bandwidth_hz=self.gate_min_bandwidth_hz,
            max_dc_offset=self.gate_max_dc_offset,
        )

    def is_public(self, secret: str) -> bool:
        """It has the value that everybody can read in the code, or none."""
        return getattr(self, secret).get_secret_value() in ("", _DEV_SECRET)

    @model_validator(mode="after")
    def _no_unsafe_defaults_in_production(self) -> Self:
        if self.environment == "production":
            secrets = ("s3_access_key", "s3_secret_key", "subject_key", "webhook_key")
            unsafe = [n for n in secrets if self.is_public(n)]
            if "database_url" not in self.model_fields_set:
                unsafe.append("database_url")
            if unsafe:
                names = ", ".join(f"SPEECHSCAN_{n.upper()}" for n in unsafe)
                raise ValueError(f"in production these must be set: {names}")
        if self.min_duration_s >= self.max_duration_s:
            raise ValueError("SPEECHSCAN_MIN_DURATION_S must be less than SPEECHSCAN_MAX_DURATION_S")
        if self.upload_window_s > self.upload_keep_s:
            raise ValueError("SPEECHSCAN_UPLOAD_WINDOW_S must not be more than SPEECHSCAN_UPLOAD_KEEP_S")
        return self
