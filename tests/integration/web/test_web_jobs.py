"""Sending a recording from the page, and the page of its job, without a browser."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update

from speechscan.db.engine import sync_engine
from speechscan.db.jobs import JobRepository
from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.db.ledger import PostgresLedger
from speechscan.db.queue import JobQueue
from speechscan.db.reports import ReportRepository
from speechscan.db.tables import web_sessions
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.report import ReportKind, report_id
from speechscan.domain.subject import user_hash
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.storage import canonical_key, report_key, upload_key
from tests.integration.api.conftest import model_ready, wav  # noqa: F401 - a fixture
from tests.integration.web.conftest import make_report, new_job
from tests.integration.web.results import SHIPPED, clip_that_is, complete, result_of, serve_shipped
from tests.integration.web.test_web_pages import UNKNOWN, assert_page
from tests.integration.web.test_web_sign_in import OWN, api, send  # noqa: F401 - a fixture


async def sign_in(api, engine, *scopes: str) -> None:  # noqa: F811
    _, token = await KeyRepository(engine).create("clinic", scopes or SCOPES)
    await send(api, "/sign-in", key=token)


@pytest.fixture
async def clinic(api, engine):  # noqa: F811
    """Somebody signed in who may do everything."""
    await sign_in(api, engine)
    return api


async def post(api, data: bytes, **headers: str | bytes):  # noqa: F811
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.client.post("/jobs", content=data, headers={**OWN, **sent})


async def screened(api, engine, result, voice: bytes | None = None, **more) -> str:  # noqa: F811
    """The address of a job with this result."""
    new = new_job(**more)
    await JobRepository(engine).submit(new)
    await complete(engine, api.store, result, voice)
    return f"/jobs/{new.id}"


async def shown(api, path: str, **headers: str) -> str:  # noqa: F811
    return assert_page(await api.client.get(path, headers=headers))


def said_in(page: str) -> str:
    """Without tags' line breaks, so that a sentence can be looked for."""
    return " ".join(page.split())


async def test_a_recording_is_sent_and_its_job_has_a_page(clinic, engine, model_ready):  # noqa: F811
    subject = "Müller 7".encode()
    answer = await post(clinic, wav(1), Speechscan_Task="syllables", Speechscan_Subject=subject, Idempotency_Key="k")

    assert answer.status_code == 201
    path = answer.headers["location"]
    assert f'href="{path}"' in answer.text
    job = await JobRepository(engine).get("clinic", UUID(path.removeprefix("/jobs/")))
    key = clinic.services.settings.subject_key.get_secret_value().encode()
    assert (job.task, job.user_hash) == (Task.SYLLABLES, user_hash("Müller 7", owner="clinic", key=key))
    assert clinic.store.get(upload_key(job.id)) == wav(1)
    again = await post(clinic, wav(1), Speechscan_Task="syllables", Speechscan_Subject=subject, Idempotency_Key="k")
    assert (again.status_code, again.headers["location"]) == (201, path)
    page = await shown(clinic, path)
    assert "Waiting" in page
    assert "Pa-ta-ka" in page
    assert f'action="{path}/cancel"' in page


async def test_what_cannot_be_taken_is_told_in_a_sentence(clinic, model_ready):  # noqa: F811
    text_file = assert_page(await post(clinic, b"This is a text file named voice.wav.\n" * 50), 415)
    assert "The content decides, not the name of the file." in text_file
    large = assert_page(await post(clinic, wav() + bytes(12 * 1024 * 1024)), 413)
    assert "Send a shorter one" in large
    assert "cannot be understood" in assert_page(await post(clinic, wav(), Speechscan_Task="singing"), 422)
    elsewhere = await clinic.client.post("/jobs", content=wav(), headers={"Sec-Fetch-Site": "cross-site"})
    assert "not sent from our own page" in assert_page(elsewhere, 403)


async def test_without_a_model_nothing_is_taken_in(clinic):
    assert "No model is ready" in assert_page(await post(clinic, wav()), 503)


async def test_the_page_says_what_the_model_can_judge(clinic, engine):
    before = await shown(clinic, "/record")
    assert "The model in service" not in before
    serve_shipped(engine, clinic.store)

    page = await shown(clinic, "/record")

    assert page.count("The model in service can judge this.") == 1
    assert page.count("The model in service was not made for this") == 2
    assert 'data-max-bytes="10485760"' in page
    assert "Nordwind" in await shown(clinic, "/record", **{"Accept-Language": "de"})


@pytest.mark.parametrize(
    ("status", "words", "german"),
    [
        (Status.HEALTHY, "No signs of dysarthria found", "Keine Zeichen von Dysarthrie gefunden"),
        (Status.DYSARTHRIC, "Signs of dysarthria found", "Zeichen von Dysarthrie gefunden"),
        (Status.INCONCLUSIVE, "lies between its two decisions", "zwischen seinen beiden Entscheidungen"),
    ],
)
async def test_a_verdict_in_words(clinic, engine, status, words, german):
    serve_shipped(engine, clinic.store)
    path = await screened(clinic, engine, result_of(clip_that_is(status)))

    page = said_in(await shown(clinic, path))

    assert words in page
    assert "What it does not mean" in page
    assert german in await shown(clinic, path, **{"Accept-Language": "de"})


async def test_a_report_has_the_figures_of_its_model(clinic, engine):
    serve_shipped(engine, clinic.store)
    clip = clip_that_is(Status.HEALTHY)
    path = await screened(clinic, engine, result_of(clip))

    page = said_in(await shown(clinic, path))

    assert f"a probability of dysarthria of {100 * clip.probability:.0f} %" in page
    assert f"Up to {100 * SHIPPED.policy.abstain_low:.0f} % it says" in page
    (trial,) = SHIPPED.figures["corpora"].values()
    assert f"on {trial['speakers']} speakers (minsk2020_als)" in page
    assert f"were off by {100 * trial['all']['calibration_error']['value']:.0f} percentage points" in page
    low, high = SHIPPED.healthy["hnr_db"]
    assert f"{clip.measurements['hnr_db']:.1f} dB" in page
    assert f"within {low:.1f} to {high:.1f}" in page
    assert "it moved the score towards" in page
    assert "A sustained vowel has no syllables." in page
    assert 'href="/models/1"' in page


async def test_without_the_models_metadata_there_are_no_ranges(clinic, engine):
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))

    page = await shown(clinic, path)

    assert "no ranges of healthy voices are stored" in page
    assert "within" not in page.split('id="measurements"')[1].split("</section>")[0]
    assert "Its model card says so." in page


async def test_metadata_that_were_changed_are_not_believed(clinic, engine):
    serve_shipped(engine, clinic.store)
    clinic.store.put(f"models/{SHIPPED.digest}/metadata.json", b"{}")
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))

    assert "no ranges of healthy voices are stored" in await shown(clinic, path)


async def test_a_recording_that_was_not_good_enough_says_why(clinic, engine):
    serve_shipped(engine, clinic.store)
    noisy = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY), snr_db=3.0))
    strange = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY), familiar=False))

    page = await shown(clinic, noisy)
    assert "The voice is only 3 dB above the background, and at least 6 dB are needed." in page
    assert "counts for nothing" in page
    page = await shown(clinic, strange)
    assert "does not resemble those that the model was made for" in page
    assert "it moved the score" not in page
    assert "gleicht nicht denen" in await shown(clinic, strange, **{"Accept-Language": "de"})


async def test_a_result_from_before_there_were_measurements(clinic, engine):
    result = result_of(clip_that_is(Status.HEALTHY))
    for name in ("measurements", "familiar"):
        del result[name]
    result["quality"] = {name: result["quality"][name] for name in ("duration_s", "peak_dbfs", "clipping", "speech_s")}
    result["quality"]["snr_db"] = None
    path = await screened(clinic, engine, result)

    assert "No signs of dysarthria found" in await shown(clinic, path)


async def test_why_a_job_failed(clinic, engine):
    jobs, queue = JobRepository(engine), JobQueue(engine, lease_s=30, max_attempts=3)
    paths = []
    for code in ("too_short", "a_new_code"):
        await jobs.submit(new := new_job())
        (lease,) = await queue.claim("test", 1, alone=True)
        await queue.fail(lease, code=code, detail="As it was <stored>.", stages_ms={})
        paths.append(f"/jobs/{new.id}")

    assert "The recording is too short." in await shown(clinic, paths[0])
    assert "As it was &lt;stored&gt;." in await shown(clinic, paths[1])


async def test_the_page_asks_for_what_it_has_not_seen(clinic, engine):
    await JobRepository(engine).submit(new := new_job())
    path = f"/jobs/{new.id}"

    same = await clinic.client.get(f"{path}?seen=queued.0")
    assert (same.status_code, same.content, same.headers["cache-control"]) == (204, b"", "no-store")
    assert "Waiting" in await shown(clinic, f"{path}?seen=running.1")
    await complete(engine, clinic.store, result_of(clip_that_is(Status.HEALTHY)))
    page = await shown(clinic, f"{path}?seen=queued.0")
    assert "No signs of dysarthria found" in page
    assert "hx-trigger" not in page
    line = await clinic.client.get(f"{path}/line")
    assert "No signs of dysarthria found" in line.text
    assert "hx-get" not in line.text


async def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(clinic, engine):
    await JobRepository(engine).submit(new := new_job())
    path, long_ago = f"/jobs/{new.id}", datetime(2026, 7, 1, tzinfo=UTC)
    async with engine.begin() as db:
        await db.execute(update(web_sessions).values(used_at=long_ago))

    async def used_at() -> datetime:
        async with engine.connect() as db:
            return await db.scalar(select(web_sessions.c.used_at))

    for address in (path, f"{path}/line", "/jobs"):
        page = (await clinic.client.get(address, headers={"Speechscan-Poll": "yes"})).text
        part = page.split('hx-get="')[1].split(">")[0]
        assert "every" in part
        (sent,) = re.findall("hx-headers='(.*?)'", part)
        asked = await clinic.client.get(html.unescape(part.split('"')[0]), headers=json.loads(sent))
        assert asked.status_code in {200, 204}
    await complete(engine, clinic.store, result_of(clip_that_is(Status.HEALTHY)))
    events = await clinic.client.get(f"{path}/changes", headers={"Accept": "text/event-stream"})
    assert events.status_code == 200
    assert await used_at() == long_ago

    await shown(clinic, path)
    assert await used_at() > long_ago


async def test_changes_end_with_the_job(clinic, engine):
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))

    answer = await clinic.client.get(f"{path}/changes")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "event: change\ndata: completed.1\n\n"
    assert clinic.services.streams.open == 0


async def test_the_recording_is_heard_by_its_owner_alone(clinic, engine):
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)), b"fLaC and so on")
    other = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)), b"fLaC", owner="somebody else")

    whole = await clinic.client.get(f"{path}/sound")
    assert (whole.content, whole.headers["content-type"]) == (b"fLaC and so on", "audio/flac")
    assert whole.headers["cache-control"] == "no-store"
    part = await clinic.client.get(f"{path}/sound", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"fLaC")
    for address in (other, f"{other}/sound", f"{other}/changes", f"{other}/line", f"/jobs/{UNKNOWN}"):
        assert (await clinic.client.get(address)).status_code == 404
    for act in ("cancel", "delete"):
        assert (await send(clinic, f"{other}/{act}")).status_code == 404
    assert (await send(clinic, f"{other}/outcome", label="healthy")).status_code == 404


async def test_cancel_then_delete(clinic, engine):
    new = new_job()
    await JobRepository(engine).submit(new)
    path = f"/jobs/{new.id}"
    clinic.store.put(canonical_key(new.id), b"fLaC")

    answer = await send(clinic, f"{path}/cancel")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "Cancelled" in await shown(clinic, path)
    answer = await send(clinic, f"{path}/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = await shown(clinic, path)
    assert "The recording and its result were erased." in page
    assert f"{path}/delete" not in page
    assert (await clinic.client.get(f"{path}/sound")).status_code == 404


async def test_what_was_confirmed_later(clinic, engine):
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))

    answer = await send(clinic, f"{path}/outcome", label="dysarthric", note=" <ALS> ")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = await shown(clinic, path)
    assert "&lt;ALS&gt;" in page
    assert (await send(clinic, f"{path}/outcome", label="maybe")).status_code == 422
    assert (await send(clinic, f"{path}/outcome", label="healthy", note="x" * 501)).status_code == 422
    assert (await send(clinic, f"{path}/outcome", label="healthy", note="")).status_code == 303
    assert "&lt;ALS&gt;" not in await shown(clinic, path)


async def test_each_part_needs_its_scope(api, engine):  # noqa: F811
    await sign_in(api, engine, "jobs:read")
    path = await screened(api, engine, result_of(clip_that_is(Status.HEALTHY)))

    page = await shown(api, path)

    for part in ("/outcome", "/delete", "/record"):
        assert part not in page.split("<main")[1].split("</main>")[0]
    assert (await api.client.get("/record")).status_code == 403
    assert (await post(api, wav())).status_code == 403
    for act, form in (("cancel", {}), ("delete", {}), ("outcome", {"label": "healthy"})):
        assert "Your key may not do this" in assert_page(await send(api, f"{path}/{act}", **form), 403)


async def test_the_gate_report_of_the_version_is_a_link(clinic, engine, settings):
    page = report_key("gate", uuid4(), "report.html")
    report = make_report(kind=ReportKind.GATE, outcome="pass", id=report_id(ReportKind.GATE, page))
    blocking = sync_engine(settings)
    PostgresLedger(blocking).append(
        NewEntry(
            event=Event.GATE,
            actor="gate",
            model_name="speechscan",
            version="1",
            digest=SHIPPED.digest,
            outcome=GateOutcome.PASS,
            report_key=page,
        )
    )
    blocking.dispose()
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))
    assert "Gate report" not in await shown(clinic, path)  # retention has removed it

    await ReportRepository(engine).add(report)

    assert f'href="/reports/{report.id}"' in await shown(clinic, path)


async def test_store_and_database_away(clinic, engine, model_ready):  # noqa: F811
    path = await screened(clinic, engine, result_of(clip_that_is(Status.HEALTHY)))
    clinic.store.away = True
    assert "A part of the service is away" in assert_page(await clinic.client.get(f"{path}/sound"), 503)
    assert "A part of the service is away" in assert_page(await post(clinic, wav()), 503)
    clinic.store.away = False

    async with engine.begin() as db:
        await db.execute(text("alter table results rename to lost"))
    assert "went wrong on our side" in assert_page(await clinic.client.get(path), 500)
