from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechscan.domain.job import Job, JobState, Lease
from speechscan.domain.subject import user_hash
from speechscan.storage import canonical_key, job_prefix, upload_key

KEY = b"a key"


@pytest.mark.parametrize("state", JobState)
def test_final_states(state: JobState) -> None:
    assert state.is_final == (state.value in {"completed", "failed", "cancelled", "deleted"})


@pytest.mark.parametrize(
    ("state", "failed_attempts", "attempts"),
    [("queued", 0, 0), ("queued", 2, 2), ("running", 0, 1), ("running", 2, 3), ("completed", 1, 2), ("failed", 3, 3)],
)
def test_attempts(state: str, failed_attempts: int, attempts: int) -> None:
    now = datetime.now(UTC)
    job = Job(
        id=uuid4(),
        owner="o",
        state=JobState(state),
        format="wav",
        size_bytes=1,
        sha256="",
        user_hash=None,
        failed_attempts=failed_attempts,
        created_at=now,
        started_at=None,
        finished_at=None,
        error_code=None,
        error_detail=None,
    )
    assert job.attempts == attempts


def test_attempt_of_a_lease_counts_from_one() -> None:
    assert Lease(uuid4(), uuid4(), "k", "wav", 0, False, None).attempt == 1
    assert Lease(uuid4(), uuid4(), "k", "wav", 2, True, None).attempt == 3


def test_user_hash_hides_the_subject_and_is_stable() -> None:
    made = user_hash("patient-17", owner="clinic", key=KEY)
    assert made == user_hash("patient-17", owner="clinic", key=KEY)
    assert len(made) == 64
    assert "patient" not in made


def test_user_hash_depends_on_key_and_owner() -> None:
    made = {
        user_hash("patient-17", owner="clinic", key=KEY),
        user_hash("patient-17", owner="clinic", key=b"another key"),
        user_hash("patient-17", owner="lab", key=KEY),
    }
    assert len(made) == 3


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_callers_share_a_hash(owner: str, subject: str, other_owner: str, other_subject: str) -> None:
    """Also where owner and subject together read the same: "ab" + "c" is not "a" + "bc"."""
    same = (owner, subject) == (other_owner, other_subject)
    one = user_hash(subject, owner=owner, key=KEY)
    assert (one == user_hash(other_subject, owner=other_owner, key=KEY)) == same


def test_keys_of_objects_hold_the_uuid_only() -> None:
    job_id = uuid4()
    assert job_prefix(job_id) == f"recordings/{job_id}/"
    assert upload_key(job_id) == f"recordings/{job_id}/upload"
    assert canonical_key(job_id) == f"recordings/{job_id}/canonical.flac"
