from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from speechscan.settings import Settings

SAFE: dict[str, Any] = {
    "environment": "production",
    "database_url": SecretStr("postgresql+psycopg://u:p@db/speechscan"),
    "s3_access_key": SecretStr("k"),
    "s3_secret_key": SecretStr("s"),
    "subject_key": SecretStr("h"),
    "webhook_key": SecretStr("w"),
}


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SPEECHSCAN_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_development_needs_nothing() -> None:
    assert Settings.load().environment == "development"


@pytest.mark.parametrize("missing", ["database_url", "s3_access_key", "s3_secret_key", "subject_key", "webhook_key"])
def test_production_refuses_defaults(missing: str) -> None:
    given = {name: value for name, value in SAFE.items() if name != missing}
    with pytest.raises(ValidationError, match=f"must be set: SPEECHSCAN_{missing.upper()}"):
        Settings(**given)


@pytest.mark.parametrize("empty", ["s3_access_key", "s3_secret_key", "subject_key", "webhook_key"])
def test_production_refuses_empty_secrets(empty: str) -> None:
    with pytest.raises(ValidationError, match=f"must be set: SPEECHSCAN_{empty.upper()}"):
        Settings(**SAFE | {empty: SecretStr("")})


def test_production_with_all_secrets() -> None:
    assert Settings(**SAFE).environment == "production"


def test_no_secret_is_shown() -> None:
    settings = Settings(**SAFE | {"subject_key": SecretStr("very secret")})
    assert "very secret" not in repr(settings)
    assert "u:p" not in repr(settings)


def test_environment_wins_over_files_and_dotenv_over_the_stack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "stack.env").write_text(
        "SPEECHSCAN_S3_BUCKET=stack\nSPEECHSCAN_S3_REGION=stack\nSPEECHSCAN_MODEL_NAME=stack\n"
    )
    (tmp_path / ".env").write_text("SPEECHSCAN_S3_BUCKET=dotenv\nSPEECHSCAN_S3_REGION=dotenv\n")
    monkeypatch.setenv("SPEECHSCAN_S3_BUCKET", "environment")
    settings = Settings.load(data)
    assert (settings.s3_bucket, settings.s3_region, settings.model_name) == ("environment", "dotenv", "stack")
    assert settings.data_dir == data


def test_the_data_folder_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "stack.env").write_text("SPEECHSCAN_S3_BUCKET=stack\n")
    monkeypatch.setenv("SPEECHSCAN_DATA_DIR", str(tmp_path))
    assert Settings.load().s3_bucket == "stack"


def test_cors_origins_are_a_json_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHSCAN_CORS_ORIGINS", '["https://clinic.example"]')
    assert Settings.load().cors_origins == ["https://clinic.example"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"environment": "staging"},
        {"max_upload_bytes": 0},
        {"decode_processes": 0},
        {"decode_memory_mb": 16},
        {"lease_s": -1},
        {"min_duration_s": 60.0},
        {"gate_max_clipping": 2},
        {"gate_min_speech_s": -1},
        {"gate_min_bandwidth_hz": 9000},
        {"min_duration_s": 5.0, "max_duration_s": 2.0},
        {"upload_window_s": 7200, "upload_keep_s": 3600},
    ],
)
def test_unsound_values_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().s3_bucket = "other"  # type: ignore[misc]
