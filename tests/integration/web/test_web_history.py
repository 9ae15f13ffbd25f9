"""Earlier recordings without a browser: the list, finding, deleting, and what leads to Prefect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import insert, update

from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.keys import KeyRepository
from speechscan.db.tables import jobs
from speechscan.domain.job import JobState
from speechscan.domain.subject import user_hash
from speechscan.domain.task import Task
from speechscan.storage import MemoryStore, upload_key
from tests.conftest import free_port
from tests.integration.api.conftest import Worker, serving, worker  # noqa: F401 - a fixture
from tests.integration.web.test_web_pages import assert_page
from tests.integration.web.test_web_sign_in import BROWSER, ORIGIN, OWN, api, send  # noqa: F401 - a fixture

SUBJECT = "patient-17"


@pytest.fixture
async def clinic(api, engine):  # noqa: F811
    """The API with somebody signed in who may do everything with recordings."""
    _, token = await KeyRepository(engine).create("clinic", ["jobs:read", "jobs:write", "jobs:delete"])
    await send(api, "/sign-in", key=token)
    return api


@pytest.fixture
def submit(engine):
    repository = JobRepository(engine)

    async def made(owner: str = "clinic", **more) -> UUID:
        job_id = uuid4()
        new = NewJob(job_id, owner, "wav", 10, "0" * 64, upload_key(job_id), **more)
        return (await repository.submit(new))[0].id

    return made


def content(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def shown(page: str) -> list[str]:
    """Ids of the jobs in the list."""
    return [part.split('"')[0] for part in page.split('<a id="job-')[1:]]


async def listed(clinic, address: str = "/jobs") -> list[str]:
    return shown(assert_page(await clinic.client.get(address)))


async def test_the_list_tells_how_each_stands(clinic, submit, worker, engine):  # noqa: F811
    done = await submit(task=Task.SUSTAINED_VOWEL_A)
    await worker.complete_all()
    failed = await submit()
    await worker.fail_all("too_short", "It is too short.")
    waiting = await submit()
    await submit("another")

    page = assert_page(await clinic.client.get("/jobs"))

    assert shown(page) == [str(waiting), str(failed), str(done)]
    assert "Sustained “aah”" in page
    assert page.count("Signs of dysarthria found") == 2  # in the row, and among the filter's choices
    assert page.count("Could not be analysed") == 2
    assert "Model 1" in page
    assert f'href="/jobs/{done}"' in page
    assert "/run" not in page  # nobody said where Prefect is


async def test_filters(clinic, submit, worker, engine):  # noqa: F811
    done = str(await submit(task=Task.SUSTAINED_VOWEL_A))
    await worker.complete_all()
    waiting = str(await submit(task=Task.WORD))
    erased = await submit()
    await JobRepository(engine).erase("clinic", erased)

    assert await listed(clinic, "/jobs?state=&verdict=&task=&since=&until=&zone=UTC") == [waiting, done]
    assert await listed(clinic, "/jobs?state=queued") == [waiting]
    assert await listed(clinic, "/jobs?state=deleted") == [str(erased)]
    assert await listed(clinic, "/jobs?verdict=dysarthric") == [done]
    assert await listed(clinic, "/jobs?verdict=healthy") == []
    assert await listed(clinic, "/jobs?task=word&state=queued") == [waiting]
    assert await listed(clinic, f"/jobs?job={done}&job={erased}") == [str(erased), done]
    nothing = assert_page(await clinic.client.get("/jobs?verdict=healthy"))
    assert "There is no such recording." in nothing
    assert '<option value="healthy" selected>' in nothing


async def test_days_are_whole_and_the_readers_own(clinic, submit, engine):
    late = str(await submit())
    async with engine.begin() as db:
        await db.execute(update(jobs).values(created_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))

    assert await listed(clinic, "/jobs?since=2026-07-01&until=2026-07-01") == [late]
    assert await listed(clinic, "/jobs?since=2026-07-02&until=2026-07-02") == []
    assert await listed(clinic, "/jobs?since=2026-07-02&until=2026-07-02&zone=Europe/Berlin") == [late]
    for bad in ("since=yesterday", "since=2026-07-01&zone=Mars", "until=9999-12-31", "page=2", "person=Jane"):
        assert "cannot be understood" in assert_page(await clinic.client.get(f"/jobs?{bad}"), 422)


async def test_pages_of_the_list(clinic, engine):
    begin = datetime(2026, 7, 1, tzinfo=UTC)
    rows = [
        {
            "id": uuid4(), "owner": "clinic", "state": JobState.CANCELLED, "format": "wav", "size_bytes": 1,
            "sha256": "0" * 64, "object_key": "x", "created_at": begin + timedelta(minutes=n),
        }
        for n in range(21)
    ]  # fmt: skip
    async with engine.begin() as db:
        await db.execute(insert(jobs).values(rows))

    first = assert_page(await clinic.client.get("/jobs?state=cancelled"))
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = assert_page(await clinic.client.get(older))

    assert shown(first) + shown(second) == [str(row["id"]) for row in reversed(rows)]
    assert len(shown(first)) == 20
    assert 'href="/jobs?state=cancelled">To the newest recordings' in second


async def test_a_number_leads_to_its_recording(clinic, submit):
    job_id, others = await submit(), await submit("another")

    found = await send(clinic, "/jobs/search", sought=f" {str(job_id).upper()} ")
    foreign = await send(clinic, "/jobs/search", sought=str(others))
    nothing = await send(clinic, "/jobs/search", sought="  ")

    assert (found.status_code, found.headers["location"]) == (303, f"/jobs/{job_id}")
    assert await listed(clinic, foreign.headers["location"]) == []
    assert nothing.headers["location"] == "/jobs"


async def test_a_pseudonym_is_hashed_and_compared(clinic, submit):
    key = clinic.services.settings.subject_key.get_secret_value().encode()
    hers = str(await submit(user_hash=user_hash(SUBJECT, owner="clinic", key=key)))
    await submit(user_hash=user_hash("patient-1", owner="clinic", key=key))
    await submit("another", user_hash=user_hash(SUBJECT, owner="another", key=key))

    found = await send(clinic, "/jobs/search", sought=f" {SUBJECT} ")

    assert SUBJECT not in found.headers["location"]
    page = assert_page(await clinic.client.get(found.headers["location"]))
    assert shown(page) == [hers]
    assert "Only one person" in page
    assert SUBJECT not in page
    assert 'name="person"' in page  # the other filters keep it
    assert (await send(clinic, "/jobs/search", sought="a\x07b")).status_code == 422


async def test_several_are_deleted_after_a_question(clinic, submit, worker):  # noqa: F811
    chosen, kept, others = [await submit(), await submit()], await submit(), await submit("another")
    for job_id in (*chosen, kept, others):
        clinic.store.put(upload_key(job_id), b"x")
    await worker.start()  # they are under way
    address = f"/deletion?next=/jobs%3Fstate%3Dcancelled&job={chosen[0]}&job={chosen[1]}&job={others}"

    page = assert_page(await clinic.client.get(address))
    assert "Delete these 2 recordings?" in page
    assert str(others) not in content(page)
    assert await listed(clinic) != []
    target = page.split('method="post" action="/deletion?')[1].split('"')[0].replace("&amp;", "&")
    answer = await clinic.client.post(f"/deletion?{target}", headers=OWN)

    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs?state=cancelled&deleted=2")
    told = assert_page(await clinic.client.get("/jobs?deleted=2"))
    assert "2 recordings were deleted." in told
    assert shown(told) == [str(kept)]
    assert sorted(clinic.store.objects) == sorted([upload_key(kept), upload_key(others)])
    again = await clinic.client.post(f"/deletion?{target}", headers=OWN)
    assert again.headers["location"] == "/jobs?state=cancelled&deleted=0"
    assert "it is deleted already" in assert_page(await clinic.client.get(address))


async def test_a_store_that_is_away_deletes_nothing(clinic, submit):
    job_id = await submit()
    clinic.store.away = True

    page = assert_page(await clinic.client.post(f"/deletion?job={job_id}", headers=OWN), 503)

    assert "A part of the service is away" in page
    assert (await JobRepository(clinic.services.engine).get("clinic", job_id)).state is not JobState.DELETED


async def test_nobody_is_led_elsewhere_and_no_other_site_deletes(clinic, submit):
    job_id = await submit()

    foreign = await clinic.client.post(f"/deletion?job={job_id}", headers={"Sec-Fetch-Site": "cross-site"})
    answer = await clinic.client.post("/deletion?next=//evil.example", headers=OWN)

    assert foreign.status_code == 403
    assert answer.headers["location"] == "/?deleted=0"
    assert await listed(clinic) == [str(job_id)]


async def test_scopes(api, engine, submit):  # noqa: F811
    job_id = await submit("reader")
    for scopes in (["jobs:read"], ["jobs:write", "jobs:delete"]):
        _, token = await KeyRepository(engine).create("reader", scopes, rotate=True)
        await send(api, "/sign-in", key=token)
        may_read = "jobs:read" in scopes
        page = await api.client.get("/jobs")
        assert page.status_code == (200 if may_read else 403)
        assert "checkbox" not in page.text
        assert (await send(api, "/jobs/search", sought="x")).status_code == (303 if may_read else 403)
        assert (await api.client.get(f"/deletion?job={job_id}")).status_code == 403
        assert (await api.client.post(f"/deletion?job={job_id}", headers=OWN)).status_code == 403
        assert (await api.client.get(f"/jobs/{job_id}/run")).status_code == (404 if may_read else 403)


async def test_prefect_is_asked_for_the_run_and_may_be_away(settings, engine, submit, worker):  # noqa: F811
    away = {"web_prefect_url": "https://prefect.example", "prefect_api_url": f"http://127.0.0.1:{free_port()}/api"}
    _, token = await KeyRepository(engine).create("clinic", ["jobs:read"])
    job_id = await submit()
    await worker.complete_all()
    async with serving(settings.model_copy(update=away), MemoryStore()) as linked:
        linked.client.base_url = httpx.URL(ORIGIN)
        linked.client.headers.update(BROWSER)
        await send(linked, "/sign-in", key=token)

        assert f'href="/jobs/{job_id}/run"' in assert_page(await linked.client.get("/jobs"))
        assert "A part of the service is away" in assert_page(await linked.client.get(f"/jobs/{job_id}/run"), 503)
        assert (await linked.client.get(f"/jobs/{uuid4()}/run")).status_code == 404


async def test_start_shows_the_newest(clinic, submit):
    made = [await submit() for _ in range(6)]

    page = assert_page(await clinic.client.get("/"))

    assert [str(job_id) in page for job_id in made] == [False] + [True] * 5
    assert 'href="/models"' in page
    assert 'href="/reports"' not in page


async def test_what_is_not_ready_is_told(clinic):
    page = assert_page(await clinic.client.get("/status"))
    assert "No model is ready." in page
    assert "The store of recordings" not in page

    clinic.store.away = True
    assert "The store of recordings does not answer." in assert_page(await clinic.client.get("/status"))
