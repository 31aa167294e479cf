"""What came by the channels and went out by them about a report. Within the transaction of `privacy.actions`.

A person's talk goes whole, unless other reports hang on it; then only what led to no report goes with this one. What arrives afterwards is
a new message, of somebody unknown. A platform that sends the same again is recognised by a keyed hash of its id.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from tanggap.channels.jaki import forgetting as jaki
from tanggap.channels.models import Arrival, Kept, Posting, Thread
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto
from tanggap.reports.models import Report

ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Talk:
    """The talks that a report came from or is about, locked; `whole` are those that no other report hangs on."""

    threads: tuple[int, ...]
    whole: tuple[int, ...]


def locked(code: str) -> Talk:
    """Lock the talks of a report, before the report itself: who files a message takes them in this order, too."""
    said = Arrival.objects.filter(report__code=code, thread__isnull=False).values("thread")
    rows = Thread.objects.select_for_update(of=("self",)).filter(Q(report__code=code) | Q(pk__in=said))
    threads = [thread.pk for thread in rows.order_by("id")]
    others = Arrival.objects.filter(thread__in=threads, report__isnull=False).exclude(report__code=code)
    shared = set(others.exclude(outcome=ERASED).values_list("thread", flat=True))
    return Talk(tuple(threads), tuple(thread for thread in threads if thread not in shared))


def kept_of(report: Report) -> int:
    """Return how many messages of a report are kept with what they say. One statement."""
    return Arrival.objects.filter(report=report).exclude(outcome=ERASED).count()


def arrivals_of(report: Report, talk: Talk) -> list[Arrival]:
    """Return the messages that go with a report."""
    is_kept = Exists(Kept.objects.filter(arrival=OuterRef("pk")))
    led_nowhere = Q(thread__in=talk.threads, report=None) & ~Q(state=ArrivalState.WAITING) & ~Q(is_kept)
    found = Q(report=report) | Q(thread__in=talk.whole) | led_nowhere
    return list(Arrival.objects.select_for_update(of=("self",)).filter(found).order_by("id"))


def forget(report: Report, talk: Talk, *, subscriptions: Sequence[int]) -> int:
    """Remove what was said, by whom, and what was answered; return how many messages lost their content."""
    rows = arrivals_of(report, talk)
    ids = [row.pk for row in rows]
    about = (
        Q(arrival__in=ids)
        | Q(message__report=report)
        | Q(message__subscription__in=subscriptions)
        | Q(thread__in=talk.whole)
    )
    Posting.objects.filter(about).delete()
    jaki.forget(rows)
    Kept.objects.filter(arrival__in=ids).delete()
    fresh = [row for row in rows if row.outcome != ERASED]
    now = clock.now()
    for row in fresh:
        row.external_id = crypto.gone_id(f"{row.account_id}/{row.external_id}")
        row.sealed, row.amended, row.body = b"", None, b""
        row.outcome, row.error, row.thread = ERASED, "", None
        if row.state in (ArrivalState.WAITING, ArrivalState.DEAD):
            row.state = ArrivalState.IGNORED
        row.done_at = row.done_at or now
    Arrival.objects.bulk_update(
        fresh, ["external_id", "sealed", "amended", "body", "outcome", "error", "thread", "state", "done_at"]
    )
    Thread.objects.filter(pk__in=talk.threads, report=report).update(report=None)
    Thread.objects.filter(pk__in=talk.whole).delete()
    return len(fresh)
