"""The public log of what was hidden, what citizens say should be, and what a moderator sees of one report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports import access
from tanggap.reports import moderation as moderating
from tanggap.reports.masking import public_text
from tanggap.reports.models import Event, Flag, Moderation, Photo, Report
from tanggap.reports.queries import photos
from tanggap.reports.queries.public.rows import first_words
from tanggap.reports.words import FlagReason, HideReason, PhotoRole, Visibility

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

ACTS: dict[str, str | Promise] = {
    moderating.WITHHOLD: _("A report was hidden"),
    moderating.RELEASE: _("A report was shown again"),
    moderating.HIDE_PHOTO: _("A photo was hidden"),
    moderating.SHOW_PHOTO: _("A photo was shown again"),
    moderating.CUT_WORDS: _("Words were hidden"),
    moderating.SHOW_WORDS: _("Words were shown again"),
}
"""What the log calls each act. It says nothing of which report."""

PAGE = 50
MOST_FLAGGED = 200


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the public log; `area` is of the second level, empty where the report had none, `place` its name."""

    number: int
    at: datetime
    act: str
    reason: str
    area: str
    place: str

    @property
    def act_label(self) -> str:
        """Return what was done, in words."""
        return str(ACTS[self.act])

    @property
    def reason_label(self) -> str:
        """Return why, in words."""
        return str(HideReason(self.reason).label)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A report of which citizens say that its public page shows something private: since when, how often, and what."""

    code: str
    words: str
    category: str
    icon: str
    place: str
    since: datetime
    times: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A photo that the public sees, or would if it were not hidden."""

    id: UUID
    role: str
    width: int
    height: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Moderated:
    """A report before a moderator: what the public reads (`words`, one after the other), which of its photos it sees, and what was said.

    `can_release`: it was hidden by the moderation and by nobody else. `is_cut`: words were hidden by a person.
    """

    code: str
    version: int
    category: str
    icon: str
    place: str
    is_public: bool
    can_release: bool
    is_cut: bool
    text: str
    words: tuple[str, ...]
    photos: tuple[Sight, ...]
    flags: tuple[tuple[str, int], ...]


def entries(*, before: int | None = None, limit: int = PAGE) -> Page[Logged]:
    """Return the public log, newest first, from the entry before the number `before` on. One statement; the cursor is a number."""
    rows = Moderation.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(_logged(rows.values_list("number", "at", "act", "reason", "area")[: limit + 1].iterator()))
    return Page(found[:limit], str(found[limit - 1].number) if len(found) > limit else None)


def whole_log() -> Iterator[Logged]:
    """Yield every entry of the public log, first to last, a thousand rows at a time."""
    rows = Moderation.objects.order_by("number").values_list("number", "at", "act", "reason", "area")
    yield from _logged(rows.iterator(chunk_size=1_000))


def flagged(staff: "Staff") -> list[Flagged]:
    """Return the reports with open flags that a person may see, the longest waiting first, at most 200. Two statements."""
    open_flags = Flag.objects.filter(settled_at=None, report__in=Report.objects.filter(access.visible(staff)))
    found = open_flags.values("report").annotate(since=Min("at"), said=Sum("times"), last=Max("at")).order_by("since")
    counted = {row["report"]: row for row in found[:MOST_FLAGGED]}
    reports = Report.objects.in_bulk(list(counted))
    reasons: dict[int, list[str]] = {}
    for report, reason in Flag.objects.filter(settled_at=None, report__in=counted).values_list("report", "reason"):
        reasons.setdefault(report, []).append(str(FlagReason(reason).label))
    return [
        _flagged(reports[key], row["since"], row["said"], tuple(sorted(reasons[key]))) for key, row in counted.items()
    ]


def moderated(code: str, *, staff: "Staff") -> Moderated:
    """Return a report as a moderator sees it. At most five statements. Raises NotFound."""
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(staff, report):
        raise NotFound
    category = catalog.category(report.category_id)
    text = public_text(report)
    flags = Flag.objects.filter(report=report, settled_at=None).order_by("at").values_list("reason", "times")
    return Moderated(
        code=report.code,
        version=report.version,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        is_public=report.visibility == Visibility.PUBLIC,
        can_release=_was_withheld(report),
        is_cut=report.public_text is not None,
        text=text,
        words=tuple(moderating.words_of(text)),
        photos=tuple(_sights(report)),
        flags=tuple((str(FlagReason(reason).label), times) for reason, times in flags),
    )


def _logged(rows: Iterator[tuple[int, datetime, str, str, str | None]]) -> Iterator[Logged]:
    for number, at, act, reason, area in rows:
        row = places.area(area)
        yield Logged(number, at, act, reason, area or "", row.name if row else "")


def _flagged(report: Report, since: datetime, times: int, reasons: tuple[str, ...]) -> Flagged:
    category = catalog.category(report.category_id)
    return Flagged(
        code=report.code,
        words=first_words(public_text(report)),
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        since=since,
        times=times,
        reasons=reasons,
    )


def _was_withheld(report: Report) -> bool:
    if report.visibility == Visibility.PUBLIC:
        return False
    moves = Event.objects.filter(report=report, kind__in=[moderating.WITHHOLD, moderating.RELEASE])
    last = moves.order_by("-version").values_list("kind", flat=True).first()
    return last == moderating.WITHHOLD


def _sights(report: Report) -> Iterator[Sight]:
    category = catalog.category(report.category_id)
    keeps_back = category is None or category.is_sensitive or category.is_confidential
    unseen = photos.INTERNAL | (photos.OF_REPORTERS if keeps_back else frozenset())
    rows = Photo.objects.filter(report=report).exclude(role__in=unseen).order_by("version", "role", "position")
    for key, role, width, height, hidden_at in rows.values_list("id", "role", "width", "height", "hidden_at"):
        yield Sight(key, str(PhotoRole(role).label), width, height, hidden_at is not None)
