"""The sender: claims what is due, tells the receivers, says how it went.

Several may run, and one may die at any point: a delivery that nobody ends is claimed again. So a receiver may get an
event more than once (under the same id), and never not at all.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from api.webhooks import message
from api.webhooks.backoff import Backoff
from api.webhooks.post import GONE, Answer, Poster
from api.webhooks.receivers import Receivers
from api.webhooks.seals import renew_seals
from speechscan.db.jobs import JobRepository
from speechscan.db.outbox import Outbox
from speechscan.db.room import Room
from speechscan.db.webhooks import WebhookRepository
from speechscan.domain.job import Job, JobState
from speechscan.domain.webhook import Attempt, Standing
from speechscan.errors import Unavailable
from speechscan.telemetry import logs

# A retry comes at most so much later than it is due.
_LOOK_S = 1.0
_GONE = "The receiver answered 410 Gone."
_NO_KEY = "The service's key does not open the webhook's secret. Its operator can mend that; it is sent then."
_KEY_WAIT_S = 60.0
_NO_ADDRESS = "The webhook has no address any more."

_log = logs.get("api.webhooks")


class Sender:
    """bell: rings when there may be something to send"""

    def __init__(
        self,
        outbox: Outbox,
        jobs: JobRepository,
        webhooks: WebhookRepository,
        post: Poster,
        backoff: Backoff,
        bell: asyncio.Event,
        *,
        concurrency: int,
    ) -> None:
        self._outbox = outbox
        self._jobs = jobs
        self._webhooks = webhooks
        self._post = post
        self._backoff = backoff
        self._bell = bell
        self._receivers = Receivers(concurrency)
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._begun = False
        self._away = False

    def stop(self) -> None:
        """What is under way is brought to its end."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        while not self._stopping:
            # Cleared before looking: what comes in between is noticed.
            self._bell.clear()
            if not await self._claim():
                await self._until_rung()
        await asyncio.gather(*self._under_way)

    async def _claim(self) -> bool:
        """Whether anything was due."""
        room = self._receivers.room()
        if room.total <= 0:
            return False
        try:
            attempts = await self._outbox.claim(room if self._begun else await self._begin())
        except Unavailable as error:
            if not self._away:
                _log.warning("outbox_away", error=error.detail)
            self._away = True
            return False
        self._away = False
        for attempt in attempts:
            self._receivers.begin(attempt.receiver)
            task = asyncio.create_task(self._tell(attempt))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(attempts)

    async def _begin(self) -> Room:
        """Whom to expect no answer from shows in what an earlier sender left."""
        await renew_seals(self._webhooks)
        self._receivers.remember(await self._outbox.standings())
        self._begun = True
        return self._receivers.room()

    async def _tell(self, attempt: Attempt) -> None:
        answer = None
        try:
            answer = await self._attempt(attempt)
        except Unavailable as error:
            # Its claim lapses, and it is sent again.
            _log.warning("attempt_not_noted", error=error.detail, delivery_id=str(attempt.id))
        except Exception:  # noqa: BLE001 - the trace says what is wrong; the others must be told all the same
            _log.exception("attempt_broke", delivery_id=str(attempt.id))
        finally:
            self._receivers.end(attempt.receiver, _standing(answer), rest_s=answer.wait_s if answer else 0.0)
            self._bell.set()

    async def _attempt(self, attempt: Attempt) -> Answer | None:
        """None: nothing was sent."""
        if attempt.url is None:
            await self._outbox.bury(attempt, status=None, reason=_NO_ADDRESS)
            return None
        if not attempt.secrets:
            return await self._wait_for_key(attempt)
        job = await self._result(attempt)
        if job is not None and job.state is JobState.DELETED:
            return None  # erased since the claim, and its delivery with it
        text = message.body(attempt, job)
        answer = await self._post(attempt.url, message.headers(attempt, text, datetime.now(UTC)), text)
        await self._note(attempt, answer)
        return answer

    async def _wait_for_key(self, attempt: Attempt) -> Answer:
        """However old it is: that is no fault of the receiver, and once the key is right it is sent."""
        await self._outbox.put_off(attempt, delay_s=_KEY_WAIT_S, reason=_NO_KEY)
        _log.error("secret_unreadable", delivery_id=str(attempt.id), job_id=str(attempt.job_id))
        return Answer(None, _NO_KEY, _KEY_WAIT_S)

    async def _result(self, attempt: Attempt) -> Job | None:
        return await self._jobs.get(attempt.owner, attempt.job_id) if attempt.include_result else None

    async def _note(self, attempt: Attempt, answer: Answer) -> None:
        told = {"delivery_id": str(attempt.id), "job_id": str(attempt.job_id), "attempt": attempt.number}
        if answer.reason is None:
            await self._outbox.delivered(attempt, answer.status or 0)
            _log.info("delivered", **told)
            return
        if answer.status == GONE and await self._outbox.gone(attempt, status=GONE, reason=_GONE):
            _log.warning("receiver_gone", **told)
            return
        delay_s = self._backoff(attempt.number, attempt.age_s, answer.wait_s)
        if delay_s is None:
            await self._outbox.bury(attempt, status=answer.status, reason=answer.reason)
            _log.warning("delivery_dead", reason=answer.reason, **told)
        else:
            await self._outbox.retry(attempt, delay_s=delay_s, status=answer.status, reason=answer.reason)
            _log.info("delivery_failed", reason=answer.reason, again_in_s=round(delay_s), **told)

    async def _until_rung(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_S):
                await self._bell.wait()
        except TimeoutError:
            return


def _standing(answer: Answer | None) -> Standing | None:
    if answer is None:
        return None
    return Standing.ANSWERS if answer.reason is None else Standing.FAILING
