"""What an erasure would reach, and what was asked and done. No name, no contact, no word of anybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from tanggap.channels import forgetting as channels
from tanggap.core import clock
from tanggap.core.health import Check
from tanggap.core.refusal import NotFound
from tanggap.feedback import queries as feedback
from tanggap.intake import forgetting as intake
from tanggap.notify import forgetting as notify
from tanggap.privacy import actions
from tanggap.privacy.models import Erasure, Leftover, Request
from tanggap.privacy.words import Basis, Way
from tanggap.reports.actions import forgetting as reports
from tanggap.reports.models import Report
from tanggap.reports.queries.forgotten import is_forgotten
from tanggap.reports.words import PENDING, State


@dataclass(frozen=True, slots=True)
class Own:
    """What the holder of a private link is told before: `together` reports came from the same address at a channel, this one with them."""

    code: str
    is_open: bool
    together: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What an erasure of one report reaches: how many contacts, photos, messages and subscriptions go with it. Nothing of what they say."""

    code: str
    state: str
    channel: str
    received_at: datetime
    contacts: int
    photos: int
    messages: int
    subscriptions: int
    is_erased: bool

    @property
    def state_label(self) -> str:
        """Return the state's public word."""
        return str(State(self.state).label)

    @property
    def is_open(self) -> bool:
        """Return whether somebody still works on it, who will go on without a reporter."""
        return self.state in PENDING


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: who took it in, when it is due, how many of its reports are done, what could not be done yet, files still to go."""

    id: int
    way: str
    basis: str
    because: str
    by: str
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    codes: tuple[str, ...]
    done: int
    errors: tuple[str, ...]
    files: int
    is_late: bool

    @property
    def way_label(self) -> str:
        """Return how it was asked, in words."""
        return str(Way(self.way).label)

    @property
    def basis_label(self) -> str:
        """Return why the law has it erased, in words."""
        return str(Basis(self.basis).label)


def own(code: str, *, token: str) -> Own:
    """Return what a reporter is told before. Raises NotFound for a wrong code and a wrong token alike."""
    shown = feedback.own(code, token=token)
    report = Report.objects.get(code=code)
    return Own(code, shown.report.state in PENDING, len(actions.together(report)))


def would_reach(codes: Collection[str]) -> list[Reach]:
    """Return what an erasure of these reports would reach, the newest first. A few statements a report."""
    return [_reach(report) for report in Report.objects.filter(code__in=codes).order_by("-received_at", "-id")]


def _reach(report: Report) -> Reach:
    marks = intake.marks_of(report)
    return Reach(
        report.code,
        report.state,
        report.channel_id,
        report.received_at,
        len(marks.all),
        len(reports.photo_ids(report)),
        channels.kept_of(report),
        len(notify.subscriptions_of(report, marks=marks.all, last=marks.last)),
        is_forgotten(report.pk),
    )


def requests(*, limit: int = 50) -> list[Asked]:
    """Return requests: what is not done first, soonest due first; then the newest. Three statements."""
    open_ = list(Request.objects.select_related("staff").filter(done_at=None).order_by("due_at", "id")[:limit])
    done = Request.objects.select_related("staff").exclude(done_at=None).order_by("-id")[:limit]
    return _asked([*open_, *done])


def request(number: int) -> Asked:
    """Return one request. Raises NotFound. Three statements."""
    found = _asked(list(Request.objects.select_related("staff").filter(pk=number)))
    if not found:
        raise NotFound
    return found[0]


def _asked(rows: Sequence[Request]) -> list[Asked]:
    now, parts = clock.now(), dict[int, list[Erasure]]()
    for part in Erasure.objects.select_related("report").filter(request__in=[row.pk for row in rows]).order_by("id"):
        parts.setdefault(part.request_id, []).append(part)
    left = dict(
        Leftover.objects.filter(erasure__request__in=[row.pk for row in rows])
        .values_list("erasure__request")
        .annotate(Count("pk"))
    )
    return [
        Asked(
            row.pk,
            row.way,
            row.basis,
            row.because,
            row.staff.display_name if row.staff else "",
            row.asked_at,
            row.due_at,
            row.done_at,
            tuple(part.report.code for part in parts.get(row.pk, ())),
            sum(part.done_at is not None for part in parts.get(row.pk, ())),
            tuple(dict.fromkeys(part.error for part in parts.get(row.pk, ()) if part.error)),
            left.get(row.pk, 0),
            row.done_at is None and row.due_at < now,
        )
        for row in rows
    ]


def check() -> Check:
    """Return whether everything that was asked for is erased, its files too. Two statements."""
    waiting = Erasure.objects.filter(done_at=None).count()
    stuck = Leftover.objects.filter(~Q(error="")).count()
    advice = _(
        "People who asked to be erased wait for it; the law gives three times 24 hours. Look at the page “Erasures”."
    )
    return Check(
        "erasures", _("Erasures"), not (waiting or stuck), f"{waiting} / {stuck}", advice if waiting or stuck else ""
    )
