"""POST /v1/jobs and /v1/predict."""

from __future__ import annotations

import hashlib
from uuid import UUID

import pytest

from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.subject import user_hash
from speechscan.domain.task import Task
from speechscan.storage import upload_key
from tests.integration.api.conftest import post, rows, wav


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/predict"])
async def test_raw_body_is_stored_and_queued(api, engine, path):
    answer = await api.client.post(path, content=wav(), headers={"Content-Type": "audio/wav", "X-Request-ID": "r-1"})

    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/v1/jobs/{job['id']}" == job["links"]["self"]
    assert job["links"]["cancel"] == f"/v1/jobs/{job['id']}/cancel"
    assert job["links"]["wait"] == f"/v1/jobs/{job['id']}?wait=30"
    assert job["disclaimer"] == DISCLAIMER
    assert (job["state"], job["format"], job["size_bytes"]) == ("queued", "wav", len(wav()))
    assert job["sha256"] == hashlib.sha256(wav()).hexdigest()
    assert answer.headers["retry-after"] == "1"
    assert api.store.objects == {upload_key(UUID(job["id"])): wav()}
    assert [tuple(r) for r in await rows(engine, "owner, request_id, object_key")] == [
        ("clinic", "r-1", upload_key(UUID(job["id"])))
    ]


async def test_multipart_is_the_same(api, engine):
    files = {"file": ("Jane Doe 1961.wav", wav(), "image/png")}
    answer = await api.client.post("/v1/jobs", files=files, data={"subject": "p-17"})

    assert answer.status_code == 202
    job = answer.json()
    assert job["format"] == "wav"
    assert job["sha256"] == hashlib.sha256(wav()).hexdigest()
    key = api.services.settings.subject_key.get_secret_value().encode()
    assert job["user_hash"] == user_hash("p-17", owner="clinic", key=key)
    stored = str([tuple(r) for r in await rows(engine)]) + str(api.store.objects.keys()) + answer.text
    assert "Jane" not in stored
    assert "image/png" not in stored
    assert "p-17" not in stored


async def test_subject_is_the_same_by_form_and_by_header(api):
    by_form = await api.client.post("/v1/jobs", files={"file": wav()}, data={"subject": "Jörg "})
    # The same letter as two code points.
    by_header = await post(api, Speechscan_Subject="Jo\u0308rg".encode())
    both = await api.client.post(
        "/v1/jobs", files={"file": wav()}, data={"subject": "p"}, headers={"Speechscan-Subject": "p"}
    )
    differ = await api.client.post(
        "/v1/jobs", files={"file": wav()}, data={"subject": "p"}, headers={"Speechscan-Subject": "q"}
    )

    assert by_form.json()["user_hash"] == by_header.json()["user_hash"] is not None
    assert both.status_code == 202
    assert differ.status_code == 422
    assert "differ" in differ.json()["detail"]


async def test_task_by_form_or_by_header_is_stored_and_shown(api, engine):
    by_form = await api.client.post("/v1/jobs", files={"file": wav()}, data={"task": "syllables"})
    by_header = await post(api, Speechscan_Task="word")
    not_said = await post(api)

    told = [answer.json()["task"] for answer in (by_form, by_header, not_said)]
    assert told == ["syllables", "word", None]
    listed = (await api.client.get("/v1/jobs")).json()["jobs"]
    assert [job["task"] for job in listed] == told[::-1]
    read = await api.client.get(f"/v1/jobs/{by_form.json()['id']}")
    assert read.json()["task"] == "syllables"
    assert sorted(str(row.task) for row in await rows(engine, "task")) == ["None", "syllables", "word"]


@pytest.mark.parametrize("by", ["form", "header"])
async def test_unknown_task_lists_the_known(api, engine, by):
    if by == "form":
        answer = await api.client.post("/v1/jobs", files={"file": wav()}, data={"task": "a song"})
    else:
        answer = await post(api, Speechscan_Task="a song")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert all(task in answer.json()["detail"] for task in Task)
    assert "song" not in answer.text
    assert api.store.objects == {}
    assert await rows(engine) == []


@pytest.mark.parametrize("subject", [b"a" * 201, b" ", b"\xff\xfe", b"a\x07b"])
async def test_bad_subject(api, subject):
    answer = await api.client.post("/v1/jobs", files={"file": wav(), "subject": (None, subject)})

    assert answer.status_code == 422
    assert "ubject" in answer.json()["detail"]
    assert api.store.objects == {}


async def test_empty_recording_is_taken_in(api):
    raw = await post(api, b"")
    form = await api.client.post("/v1/jobs", files={"file": ("a.wav", b"")})

    assert (raw.status_code, raw.json()["format"]) == (202, "empty")
    assert (form.status_code, form.json()["format"]) == (202, "empty")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([("file", ("", b""))], "no file"),
        ([("subject", (None, b"p"))], "no file"),
        ([("file", wav()), ("file", wav(1))], "more than one file"),
        ([("file", wav()), ("subject", (None, b"p")), ("subject", (None, b"p"))], "more than one subject"),
        ([("file", wav()), ("task", (None, b"word")), ("task", (None, b"word"))], "more than one task"),
        ([("file", wav()), ("webhook", (None, b"https://a.example/\xff"))], "visible ASCII"),
        ([("file", wav()), ("name", (None, b"p"))], "not known. The fields are `file`, `subject`, `task`, `webhook`."),
    ],
)
async def test_bad_form(api, files, says):
    answer = await api.client.post("/v1/jobs", files=files)

    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert api.store.objects == {}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--x\r\n"),
        ("multipart/form-data; boundary=" + 300 * "x", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"no boundary here"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + wav(),  # and then it breaks off
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n" + 9 * b"A: b\r\n" + b"\r\n\r\n--x--\r\n"),
    ],
)
async def test_broken_form(api, content_type, body):
    answer = await api.client.post("/v1/jobs", content=body, headers={"Content-Type": content_type})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert api.store.objects == {}


async def test_unknown_format_lists_the_accepted(api, engine):
    files = {"file": ("speech.wav", b"%PDF-1.7 this is no sound", "audio/wav")}
    answer = await api.client.post("/v1/jobs", files=files)

    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported_format"
    for name in ("WAV", "FLAC", "MP3", "Ogg", "M4A", "WebM"):
        assert name in answer.json()["detail"]
    assert api.store.objects == {}
    assert await rows(engine) == []
