"""Requests to be erased: written down with the time by which the law wants them done, and done at once.

The request is one transaction, each report of it another: what one of them meets (a lock, a full disk) is seen at the request, holds up no
other, and is tried again by the clock (`carry_on`) until it is done.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.intake import finding
from tanggap.intake import forgetting as intake
from tanggap.notify.addresses import KEEP_NUMBERS
from tanggap.privacy import erasing, remembering, removing
from tanggap.privacy.models import Erasure, Leftover, Request
from tanggap.privacy.words import Basis, Way
from tanggap.reports import actors
from tanggap.reports.actions import forgetting as reports
from tanggap.reports.masking import masked
from tanggap.reports.models import Report
from tanggap.reports.queries.forgotten import not_forgotten
from tanggap.reports.words import PENDING

log = logging.getLogger(__name__)

ERASE = "privacy.erase"
TERM = timedelta(hours=3 * 24)
"""UU 27/2022: three times 24 hours."""
LONGEST_REASON = 500
MOST_REPORTS = 200
AFTER_RESTORE = "a backup was restored that is older than the erasure"


class CaseRuns(Refusal):
    """Who reports in confidence can take it back by the private link; nobody else can make the words of a running case vanish."""

    message = _(
        "This report was made in confidence and its case still runs. Only its reporter can have it erased, by the private link."
    )


class NothingFound(Refusal):
    """No report has this code or contact."""

    message = _("No report was found by this. Look at how it is written.")
    status = 404
    field = "about"


def erase_own(*, code: str, token: str, is_all: bool = False) -> int:
    """Erase the reporter of a report, for the holder of its private link; return how many reports let go. Raises NotFound.

    With `is_all`, of all reports that came from the same address at a channel, which the link itself came to
    (`together`).
    """
    with transaction.atomic():
        report = reports.locked(code, token=token)
        codes = together(report) if is_all else [report.code]
        request = _written(codes[:MOST_REPORTS], way=Way.LINK, basis=Basis.REQUEST)
    return _done(request)


def together(report: Report) -> list[str]:
    """Return the codes of the reports that the holder of a report's private link may have erased with it, itself among them.

    Not where a partner brings reports under numbers of its own (`notify.addresses.KEEP_NUMBERS`): one number may be many people's.
    """
    channel = catalog.channel(report.channel_id)
    if channel is None or channel.adapter in KEEP_NUMBERS:
        return [report.code]
    return intake.same_channel_sender(report)


def erase(*, about: str, because: str, basis: str, way: str, by: Staff) -> int:
    """Erase on a request that came by letter, mail or at the counter: the report with a code, or all with a contact.

    Returns the request's number. The contact is compared by its keyed hash and kept nowhere. Raises NotAllowed, Invalid, NothingFound,
    CaseRuns; nothing is written then.
    """
    permissions.permit(ERASE, by)
    if way not in {Way.LETTER, Way.MAIL, Way.COUNTER}:
        raise Invalid({"way": _("Choose one of the answers.")})
    return _taken(about, because=because, basis=basis, way=way, by=by)


def erase_by_command(*, about: str, because: str, basis: str = Basis.REQUEST) -> int:
    """Erase at the machine's own command line; return the request's number. Raises Invalid, NothingFound, CaseRuns."""
    return _taken(about, because=because, basis=basis, way=Way.COMMAND, by=None)


def look(*, about: str, by: Staff) -> list[str]:
    """Return the codes that an erasure would reach; who asked for a contact is written down. Raises NotAllowed, NothingFound, Invalid."""
    permissions.permit(ERASE, by)
    asked = finding.contact(about)
    if asked is not None:
        intake.note_lookup(asked.kind, asked.value, by=by)
    return found(about)


def found(about: str) -> list[str]:
    """Return the codes of the reports that a code or a whole contact leads to. Raises NothingFound, Invalid for too many."""
    asked = finding.contact(about)
    codes = intake.with_contact(asked.kind, asked.value) if asked else _by_code(about)
    if not codes:
        raise NothingFound
    if len(codes) > MOST_REPORTS:
        raise Invalid(
            {
                "about": _("More than %(most)d reports have this contact. Take them by their codes.")
                % {"most": MOST_REPORTS}
            }
        )
    return codes


def _by_code(about: str) -> list[str]:
    return list(
        Report.objects.filter(code=about.strip().upper()[:40].replace("\x00", "")).values_list("code", flat=True)
    )


def _taken(about: str, *, because: str, basis: str, way: str, by: Staff | None) -> int:
    reason = masked(" ".join(because.split()))
    if not reason:
        raise Invalid({"because": _("Say why, and what paper asks for it.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"because": _("At most %(most)d characters.") % {"most": LONGEST_REASON}})
    if basis not in Basis.values:
        raise Invalid({"basis": _("Choose one of the answers.")})
    with transaction.atomic():
        codes = found(about)
        for report in Report.objects.filter(code__in=codes):
            _must_not_run(report)
        request = _written(codes, way=way, basis=basis, because=reason, by=by)
    _done(request)
    return int(request.pk)


def _must_not_run(report: Report) -> None:
    category = catalog.category(report.category_id)
    channel = catalog.channel(report.channel_id)
    is_secret = bool((category and category.is_confidential) or (channel and channel.is_confidential))
    if is_secret and report.state in PENDING:
        raise CaseRuns


def _written(codes: Sequence[str], *, way: str, basis: str, because: str = "", by: Staff | None = None) -> Request:
    """Write a request down with its reports."""
    now = clock.now()
    request = Request.objects.create(way=way, basis=basis, because=because, staff=by, asked_at=now, due_at=now + TERM)
    ids = Report.objects.filter(code__in=codes).order_by("id").values_list("pk", flat=True)
    Erasure.objects.bulk_create([Erasure(request=request, report_id=report) for report in ids])
    return request


def _done(request: Request) -> int:
    """Do what is left of a request; return how many of its reports are done."""
    for row in Erasure.objects.filter(request=request, done_at=None).order_by("id"):
        _try(row.pk)
    return Erasure.objects.filter(request=request, done_at__isnull=False).count()


def _try(row: int) -> bool:
    """Do one report of a request; what it meets is noted and tried again later. The request is done with its last report."""
    try:
        remembering.remember(Erasure.objects.values_list("report__code", flat=True).get(pk=row))
        files = _one(row)
    except (DatabaseError, OSError, Refusal) as error:
        tries = Erasure.objects.get(pk=row).tries + 1
        Erasure.objects.filter(pk=row, done_at=None).update(tries=tries, error=type(error).__name__)
        log.error("an erasure could not be done: %s", type(error).__name__)
        return False
    removing.remove(files)
    return True


@transaction.atomic
def _one(row: int) -> tuple[str, ...]:
    mine = Erasure.objects.select_for_update(of=("self",)).select_related("request__staff", "report")
    erasure = mine.filter(pk=row, done_at=None).first()
    if erasure is None:  # somebody else did it meanwhile
        return ()
    request, now = erasure.request, clock.now()
    by = actors.staff(request.staff) if request.staff else actors.REPORTER if request.way == Way.LINK else actors.SYSTEM
    done = erasing.erase(erasure.report.code, by=by, at=now, why=request.way)
    Leftover.objects.bulk_create(
        [
            Leftover(sha256=sha256, erasure=erasure, asked_at=now, next_try_at=now)
            for sha256 in dict.fromkeys(done.files)
        ],
        ignore_conflicts=True,
    )
    erasure.version, erasure.reached, erasure.error, erasure.done_at = done.version, done.reached, "", now
    erasure.save(update_fields=["version", "reached", "error", "done_at"])
    if not Erasure.objects.filter(request=request, done_at=None).exists():
        Request.objects.filter(pk=request.pk).update(done_at=now)
    return done.files


def carry_on(*, limit: int = 50) -> int:
    """Try once more what could not be erased; return how many reports let go."""
    rows = Erasure.objects.filter(done_at=None, request__asked_at__lt=clock.now() - timedelta(minutes=1))
    return sum(_try(row) for row in rows.order_by("tries", "id").values_list("pk", flat=True)[:limit])


def repeat() -> int:
    """Erase again what a restored backup brought back; return how many reports let go. Done again: nothing."""
    codes = not_forgotten(remembering.remembered())
    return _done(_written(codes, way=Way.COMMAND, basis=Basis.REQUEST, because=AFTER_RESTORE)) if codes else 0
