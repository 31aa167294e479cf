"""What the story's reporters and neighbours say of closures at its end: second disputes that wait above, words of who stood behind."""

import io
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.catalog import queries as catalog
from tanggap.config.demo import scenes
from tanggap.config.demo.figures import Figures
from tanggap.core import crypto
from tanggap.core.refusal import Refusal
from tanggap.feedback import actions as feedback
from tanggap.feedback import deciders
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility

MOST_REQUESTS, MOST_HEARD = 4, 12


def leave(known: Figures, names: Mapping[str, str]) -> None:
    """Let some reporters ask a second time, first where somebody who can log in decides, and let supporters answer for closures.

    `names` tells by a report's code under which name its supporters came. Played again, it adds nothing.
    """
    closed = Report.objects.filter(state=State.RESOLVED, visibility=Visibility.PUBLIC, code__in=names)
    with override(city().languages[0]):
        _ask(known, list(closed.filter(reopened_count__gt=0).order_by("-closed_at", "id")[:40]))
        for report in closed.filter(supporters__gt=1).order_by("-closed_at", "id")[:MOST_HEARD]:
            _answer(report, names[report.code])


def _ask(known: Figures, rows: list[Report]) -> None:
    desks = {account.unit for account in known.accounts}
    rows.sort(key=lambda row: (deciders.unit_for(row) not in desks, row.pk))
    for report in rows[:MOST_REQUESTS]:
        message = _("It was done a second time, and a few days later it is as it was before.")
        _tried(
            feedback.request_reopen,
            code=report.code,
            token=crypto.private_token(bytes(report.nonce)),
            message=message,
            score=1,
            photos=[_photo(report)],
        )


def _answer(report: Report, name: str) -> None:
    for one in range(report.supporters):
        _tried(feedback.confirm, code=report.code, person=f"{name}-{one}", is_solved=(report.pk + one) % 4 != 0)


def _tried(act: Callable[..., object], **how: object) -> None:
    """Do what a citizen may do now; who may not, did it in an earlier run, or comes too late."""
    try:
        act(**how)
    except Refusal:
        return


def _photo(report: Report) -> Upload:
    category, file = catalog.category(report.category_id), io.BytesIO()
    icon = category.icon if category else "dots"
    scenes.draw(icon, place=report.code, shot=f"{report.code}-again", is_solved=False).save(file, "JPEG", quality=85)
    return Upload(file.getvalue(), "sanggahan.jpg")
