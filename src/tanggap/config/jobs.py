"""What the worker does by the clock. Each job calls one action, may be done twice, and is asked for again at the next tick."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.management import call_command
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from tanggap.agencies import alarms, refusals, signing_in
from tanggap.anomalies import actions as anomalies
from tanggap.asoca import actions as asoca
from tanggap.channels import listening, outages
from tanggap.channels.jaki import devices, transfers
from tanggap.clients import idempotency, tokens, usage
from tanggap.command.brief import mornings
from tanggap.core import clock, media
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.insight import outlook
from tanggap.insight import queries as insight
from tanggap.insight.opendata import keeping, making
from tanggap.notify import actions as notify
from tanggap.notify import bulletins, expiring, handing, papers, receivers, reminding, subscribing
from tanggap.privacy import actions as erasures
from tanggap.privacy import removing
from tanggap.reports import actions as reports
from tanggap.reports.actions import batches
from tanggap.reports.actions.assigning import assign_by_rule
from tanggap.reports.queries import photos
from tanggap.staffing import jobs as staffing
from tanggap.staffing import keeping as staffing_keeping
from tanggap.staffing import queueing as staffing_queue
from tanggap.surveys import actions as surveys
from tanggap.verification import drawing
from tanggap.web.desk import bulk
from tanggap.webhooks import keeping as webhooks
from tanggap.webhooks import troubles

BATCH = 500
ORPHANS_AFTER = timedelta(days=1)
BATCH_IDLE = timedelta(minutes=5)
DRAFTS_KEPT = timedelta(days=1)
KEEP_JOBS_HOURS = 7 * 24
STALLED_AFTER_SECONDS = 30.0


def every(cron: str, *, rests: bool = False) -> Callable[[Callable[[int], Any]], Any]:
    """Make a job that is asked for by the clock (`cron`, UTC) and waits at most once in the queue.

    One that `rests` does nothing while a simulated city is filled in: its reports live by the story's clock, and are months late by ours.
    """

    def made(work: Callable[[int], Any]) -> Any:
        name = f"tanggap.{work.__name__}"
        done = resting(work) if rests else work
        return app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(done))

    return made


def resting(work: Callable[[int], Any]) -> Callable[[int], Any]:
    """Let `work` wait until the simulated city is filled in. One statement more."""

    @wraps(work)
    def rested(timestamp: int) -> Any:
        return None if insight.is_being_filled() else work(timestamp)

    return rested


def to_the_end(action: Callable[..., int]) -> int:
    """Let an action that deals with a batch at a time deal with all; return how many there were."""
    total = 0
    while number := action(limit=BATCH):
        total += number
        if number < BATCH:
            break
    return total


@every("* * * * *", rests=True)
def watch_clocks(timestamp: int) -> None:
    """Note the promises that have passed, go on with reports whose reporters did not answer, and tell who must hear of it."""
    to_the_end(deadlines.note_breaches)
    to_the_end(deadlines.resume_unanswered)
    to_the_end(deadlines.escalate)
    to_the_end(deadlines.follow_up)


@every("* * * * *")
def go_on_with_drafts(timestamp: int) -> None:
    """Go on with what people began to tell by a channel and did not finish."""
    to_the_end(listening.time_out)


@every("* * * * *")
def watch_channels(timestamp: int) -> None:
    """Note which accounts of channels broke and which work again, and tell the operators."""
    outages.look()


@every("* * * * *")
def watch_webhooks(timestamp: int) -> None:
    """Tell the operators which receivers of webhooks take nothing any more."""
    for trouble in troubles.untold():
        news = receivers.News(trouble.key, trouble.label, trouble.host, trouble.kind, trouble.since)
        receivers.tell(news, at=clock.now())
        troubles.told(trouble)


@every("50 * * * *")
def forget_webhooks(timestamp: int) -> None:
    """Forget deliveries and tries of webhooks that are older than 30 days."""
    to_the_end(webhooks.forget)


@every("* * * * *")
def watch_for_floods(timestamp: int) -> None:
    """Raise alarms of what comes more than usual, carry them on, and end those that are over."""
    anomalies.look(now=clock.now())


@every("25 18 * * *")  # in Jakarta 01:25: a new day has begun
def learn_the_usual(timestamp: int) -> None:
    """Learn anew how many reports are usual, and forget those that are too old for it."""
    anomalies.learn(now=clock.now())
    to_the_end(anomalies.forget)


@every("*/10 * * * *")
def try_silent_channels(timestamp: int) -> None:
    """Ask platforms of which nothing was heard whether the accounts still work."""
    outages.try_silent()


@every("*/5 * * * *")
def count_anew(timestamp: int) -> None:
    """Count promises anew after the calendar changed or a policy was chosen for open reports."""
    while deadlines.recount(limit=BATCH):
        pass


@every("*/5 * * * *")
def move_on(timestamp: int) -> None:
    """Move open reports that a closed, merged or split unit left to its heir, where the command that ended it was cut off."""
    to_the_end(reports.move_on)


@every("20 21 * * *")
def read_effects(timestamp: int) -> None:
    """Keep what the effects that are followed say, once a week each."""
    to_the_end(asoca.read_due)


@every("*/5 * * * *")
def write_briefs(timestamp: int) -> None:
    """Make and send the leaders' briefs of this morning that are not there yet."""
    to_the_end(mornings.make_due)


@every("7 * * * *", rests=True)
def archive(timestamp: int) -> None:
    """Archive closed reports whose time for feedback has passed."""
    to_the_end(feedback.archive_due)


@every("*/10 * * * *", rests=True)
def look_after_feedback(timestamp: int) -> None:
    """Remind who was asked about a closure and is silent, once; tell further up which requests to open a report again wait too long."""
    to_the_end(reminding.remind)
    to_the_end(feedback.note_overdue)


@every("*/10 * * * *", rests=True)
def ask_people(timestamp: int) -> None:
    """Close the surveys whose last day is over, and invite reporters some days after the end of their reports."""
    to_the_end(surveys.close_due)
    to_the_end(surveys.invite)


@every("*/10 * * * *", rests=True)
def share_out(timestamp: int) -> None:
    """Give work that came while nobody was there to somebody, by the units' rules."""
    to_the_end(assign_by_rule)


@every("5 18 * * *")  # in Jakarta 01:05: a new day has begun
def look_ahead(timestamp: int) -> None:
    """Make the forecasts of arrivals anew."""
    outlook.look_ahead()


@every("10 * * * *")
def draw_lots(timestamp: int) -> None:
    """Commit to the seeds of the days to come, and publish those whose time has come."""
    drawing.commit()
    to_the_end(drawing.reveal)


@every("15 23 * * *")  # in Jakarta 06:15, before the desks open
def tell_expiring(timestamp: int) -> None:
    """Tell people and their supervisors which competencies end soon."""
    expiring.tell()


@every("* * * * *")
def finish_erasures(timestamp: int) -> None:
    """Try once more what could not be erased, and to remove the files of photos that were."""
    to_the_end(erasures.carry_on)
    to_the_end(removing.carry_on)


@every("* * * * *")
def tell_handovers(timestamp: int) -> None:
    """Tell those who can take it that a shift was handed over to them."""
    handing.tell()


@every("*/10 * * * *")
def tell_subscribers(timestamp: int) -> None:
    """Write the digests of public news for the day that ended at six in the city's morning, and for the week on Mondays."""
    to_the_end(bulletins.tell)


@every("20 19 * * *")  # in Jakarta 02:20, when little happens
def tidy(timestamp: int) -> None:
    """Remove photos that belong to no report, sessions that have ended, old counts of failed sign-ins, old notices and alarms, and
    what was set aside of the staffing what-if.
    """
    media.sweep(photos.in_use, older_than=ORPHANS_AFTER)
    call_command("clearsessions")
    for forget in (signing_in.forget_attempts, signing_in.forget_devices, refusals.forget_old, alarms.forget_old):
        to_the_end(forget)
    for forget in (idempotency.forget_old, tokens.forget_old, usage.forget_old):
        to_the_end(forget)
    to_the_end(notify.forget_old)
    to_the_end(subscribing.forget_unconfirmed)
    to_the_end(surveys.forget_words)
    to_the_end(papers.forget)
    to_the_end(staffing_keeping.forget)


@every("40 19 * * *")  # in Jakarta 02:40
def publish_open_data(timestamp: int) -> None:
    """Make the night's version of the open data, and let old ones go."""
    making.make(is_patient=True)
    keeping.forget()


@every("*/10 * * * *")
def clean_open_data(timestamp: int) -> None:
    """Withdraw published files that hold what has been hidden since, and write them anew; in a new city make the first version."""
    with suppress(making.BeingMade):
        if not keeping.begin():
            keeping.clean()


@every("*/10 * * * *")
def tidy_after_the_app(timestamp: int) -> None:
    """Forget signatures of the app that are too old to be taken again, and photos that nobody used or whose report has them."""
    to_the_end(devices.forget_nonces)
    to_the_end(transfers.sweep)


@every("40 19 * * *")
async def forget_jobs(timestamp: int) -> None:
    """Forget jobs that ended a week ago, the failed ones too."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.task(name=batches.JOB)
def carry_out_batch(key: str) -> None:
    """Do what is left of an act on many reports. What was done before a worker died is not done again."""
    bulk.carry_on(UUID(key))


@every("*/5 * * * *")
def look_after_batches(timestamp: int) -> None:
    """Ask again for batches that nobody carries on, and throw away previews that nobody wanted."""
    now = clock.now()
    batches.resume(idle_since=now - BATCH_IDLE)
    batches.forget_drafts(made_before=now - DRAFTS_KEPT)


@app.task(name=staffing_queue.LEARN)
def learn_staffing(key: int) -> None:
    """Learn the work of units from their past, for what may be tried on it."""
    staffing.learn(key)


@app.task(name=staffing_queue.TRY)
def try_staffing(key: int) -> None:
    """Compute what another staffing would bring."""
    staffing.compute(key)


@app.task(name=staffing_queue.REPEAT)
def repeat_staffing(key: int) -> None:
    """Compute it once more, to see whether the same numbers come out."""
    staffing.repeat(key)


@every("*/5 * * * *")
def look_after_staffing(timestamp: int) -> None:
    """Ask again for calculations of staffing that no worker carries on."""
    staffing.resume(idle_since=clock.now() - BATCH_IDLE)


async def take_up_stalled() -> int:
    """Ask again for jobs whose worker died with them; return how many. It is no job itself, for then it could stall as well."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
    number = 0
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except exceptions.ConnectorException:  # the same job waits already: this one has no purpose left
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        number += 1
    return number
