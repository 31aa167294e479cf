"""A brief in words, in the active language: what a page, a paper and a letter show of the same numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.command.brief.gathering import Gathered, Number
from tanggap.command.planned import PATIENCE_DAYS
from tanggap.command.rows import Cluster, Holder, Warned
from tanggap.core.words import say
from tanggap.insight.statistics import INDICATORS, Point
from tanggap.papers import axis, saying
from tanggap.places.city import city

FIRST: Final = 4
HOLDERS: Final = 5
CLUSTERS: Final = 4
ALARMS: Final = 2
WARNED: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief: a heading, a sentence, and a table, `numbers` of its columns being numbers; `rest` says what is left out."""

    code: str
    title: str
    lead: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    rest: str = ""

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return each column's name and whether it holds numbers."""
        return [(name, number in self.numbers) for number, name in enumerate(self.head)]

    @property
    def told(self) -> list[list[tuple[str, bool, str]]]:
        """Return the rows: of each cell its column's name, whether that holds numbers, and what stands there."""
        return [[(*column, cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Said:
    """A brief in one language. `first` are the sentences to begin with, at most four; `chart` is what the paper draws."""

    title: str
    subtitle: str
    city: str
    first: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    foot: str
    chart: dict[str, Any] = field(default_factory=dict)


def said(found: Gathered, *, due_at: datetime) -> Said:
    """Return a brief in the active language; one that was made much later than `due_at` says so."""
    return Said(
        title=_("Morning brief"),
        subtitle=f"{found.scope.label} · {weekday(found.day)}",
        city=say(city().name),
        first=tuple(_first(found))[:FIRST],
        sections=tuple(_sections(found)),
        notes=tuple(_notes(found, due_at)),
        foot=_("As it stood at %(time)s") % {"time": saying.instant(found.at)},
        chart=_chart(found),
    )


def subject(found: Gathered) -> str:
    """Return the letter's subject: the scope, the day, and the one number that a leader looks for."""
    late = ngettext("%(number)s report late", "%(number)s reports late", found.picture.totals.late) % {
        "number": saying.number(found.picture.totals.late)
    }
    return _("Morning brief, %(scope)s, %(day)s: %(late)s") % {
        "scope": found.scope.label,
        "day": dates.format_date(found.day, format="EEE d MMM", locale=saying.locale()),
        "late": late,
    }


def text(told: Said, *, address: str) -> str:
    """Return the brief as plain words for a letter; `address` is where the same stands with its links."""
    parts = [f"{told.title} · {told.subtitle}", "\n".join(f"- {one}" for one in told.first)]
    parts += [_section(one) for one in told.sections]
    parts += [_("On the screen, as it stands by then: %(address)s") % {"address": address}, told.foot]
    return "\n\n".join(part for part in [*parts, *told.notes] if part)


def weekday(day: date) -> str:
    """Return a day as a heading says it: `Thursday, 26 November 2026`."""
    return dates.format_date(day, format="full", locale=saying.locale())


def _first(found: Gathered) -> Iterator[str]:
    """Say what to begin with: what is unusual, what is late and with whom, what nobody took notice of, what differs from other days."""
    if found.is_empty:
        yield _("Nothing came in yesterday, and nothing is open.")
        return
    totals = found.picture.totals
    for alarm in found.open_alarms[:1]:
        yield alarm.sentence
    if totals.late:
        yield _late(found)
    else:
        yield _("Nothing is late.")
    if waiting := sum(row.waiting for row in found.picture.warned):
        yield ngettext(
            "Of %(number)s report somebody was warned, and nobody has taken notice yet.",
            "Of %(number)s reports somebody was warned, and nobody has taken notice yet.",
            waiting,
        ) % {"number": saying.number(waiting)}
    yield from (_differs(one) for one in found.numbers if one.is_better is False)
    if found.planned.unchecked:
        yield ngettext(
            "%(number)s project is built and not checked yet.",
            "%(number)s projects are built and not checked yet.",
            found.planned.unchecked,
        ) % {"number": saying.number(found.planned.unchecked)}


def _late(found: Gathered) -> str:
    totals, worst = found.picture.totals, found.picture.late_holders[0]
    sentence = ngettext(
        "%(late)s of %(open)s open report is late", "%(late)s of %(open)s open reports are late", totals.open
    )
    said = sentence % {"late": saying.number(totals.late), "open": saying.number(totals.open)}
    if worst.unit == found.scope.unit or worst.late * 10 < totals.late:
        return f"{said}."
    return _("%(said)s; the most, %(number)s, with %(unit)s.") % {
        "said": said, "number": saying.number(worst.late), "unit": worst.label,
    }  # fmt: skip


def _differs(one: Number) -> str:
    values = {
        "name": str(INDICATORS[one.code].name),
        "value": saying.said(one.value, INDICATORS[one.code].unit),
        "range": saying.between(one.low, one.high, INDICATORS[one.code].unit),
    }
    return _("%(name)s yesterday: %(value)s; on the last eight such weekdays %(range)s.") % values


def _sections(found: Gathered) -> Iterator[Section]:
    yield _yesterday(found)
    yield _holders(found.picture.late_holders, found)
    yield _clusters(found.picture.clusters)
    if not found.scope.unit:
        yield _alarms(found)
    if found.picture.warned:
        yield _warned(found.picture.warned)
    yield _ahead(found)


def _yesterday(found: Gathered) -> Section:
    verdicts = {"more": _("more than usual"), "less": _("less than usual"), "usual": _("as usual"), "": saying.UNKNOWN}
    rows = tuple(
        (
            str(INDICATORS[one.code].name),
            saying.said(one.value, INDICATORS[one.code].unit),
            saying.between(one.low, one.high, INDICATORS[one.code].unit) or saying.UNKNOWN,
            verdicts[one.verdict] if one.value is not None else _("too few cases to tell"),
        )
        for one in found.numbers
    )
    lead = _("%(day)s, beside the same weekday of the last eight weeks.") % {"day": weekday(found.yesterday)}
    head = (_("Number"), _("Yesterday"), _("Usual"), "")
    return Section("yesterday", _("Yesterday"), lead, head, rows, numbers=(1, 2))


def _holders(holders: Sequence[Holder], found: Gathered) -> Section:
    title = _("Late, and who holds it")
    if not holders:
        return Section("late", title, _("No promise is broken at the moment."))
    totals = found.picture.totals
    lead = _(
        "%(answers)s of them have no first answer yet; %(alone)s lie with nobody in their unit; %(soon)s more fall due within six hours."
    ) % {
        "answers": saying.number(totals.late_answers),
        "alone": saying.number(totals.unassigned),
        "soon": saying.number(totals.soon),
    }
    rows = tuple(
        (
            row.label,
            saying.number(row.late),
            saying.number(row.open),
            saying.number(row.soon),
            _since(row.oldest_due_at),
        )
        for row in holders[:HOLDERS]
    )
    head = (_("Unit"), _("Late"), _("Open"), _("Due in 6 h"), _("Oldest late since"))
    return Section("late", title, lead, head, rows, (1, 2, 3, 4), _more(len(holders) - HOLDERS))


def _clusters(clusters: Sequence[Cluster]) -> Section:
    title = _("Where it is worst")
    if not clusters:
        return Section("worst", title, _("No place stands out."))
    rows = tuple(
        (
            f"{row.category_label}, {row.place}" if row.category_label else row.place,
            saying.number(row.open),
            saying.number(row.late),
            saying.number(row.repeats),
            row.unit_labels[0] if row.unit_labels else saying.UNKNOWN,
        )
        for row in clusters[:CLUSTERS]
    )
    head = (_("Kind and place"), _("Open"), _("Late"), _("Repeats"), _("Held by"))
    return Section("worst", title, "", head, rows, numbers=(1, 2, 3))


def _alarms(found: Gathered) -> Section:
    title = _("Unusual in the last 24 hours")
    if not found.alarms:
        return Section("unusual", title, _("Nothing was unusual."))
    rows = tuple((row.sentence, str(row.state.label)) for row in found.alarms[:ALARMS])
    return Section("unusual", title, "", (_("What"), _("State")), rows, rest=_more(len(found.alarms) - ALARMS))


def _warned(warned: Sequence[Warned]) -> Section:
    rows = tuple((row.label, saying.number(row.waiting), _since(row.oldest_told_at)) for row in warned[:WARNED])
    head = (_("Told in"), _("Reports"), _("Oldest since"))
    return Section("warned", _("Warned, and nobody took notice"), "", head, rows, (1, 2), _more(len(warned) - WARNED))


def _ahead(found: Gathered) -> Section:
    totals, planned = found.picture.totals, found.planned
    lines = [
        _(
            "In the yearly planning: %(reports)s reports; %(waiting)s proposals wait for a decision, %(still)s of them without a step for"
            " %(days)s days."
        )
        % {
            "reports": saying.number(totals.planned),
            "waiting": saying.number(planned.waiting),
            "still": saying.number(planned.still),
            "days": saying.number(PATIENCE_DAYS),
        }
    ]
    if found.coming is not None:
        expected, low, high = (saying.number(round(one)) for one in found.coming)
        lines.insert(0, _("About %(expected)s reports are expected today (four days of five: %(low)s to %(high)s).") % {
            "expected": expected, "low": low, "high": high,
        })  # fmt: skip
    return Section("ahead", _("Today and later"), " ".join(lines))


def _notes(found: Gathered, due_at: datetime) -> Iterator[str]:
    if (found.at - due_at).total_seconds() > 3600:
        yield _("Made later than at six: the system stood still. What is late is told as of now.")
    yield _(
        "Definitions of all numbers stand on the page of the statistics. Confidential reports are counted nowhere here."
    )


def _chart(found: Gathered) -> dict[str, Any]:
    points: Sequence[Point] = found.course
    values = [one.value for one in points if one.value is not None]
    if not any(values):
        return {}
    marks = axis.ticks(values, "reports")
    return {
        "caption": _("Reports received a day, the last four weeks"),
        "alt": _("Reports received a day in the last four weeks: between %(low)s and %(high)s, %(last)s yesterday.")
        % {"low": saying.number(min(values)), "high": saying.number(max(values)), "last": saying.number(values[-1])},
        "points": [
            {"label": dates.format_date(one.first, format="d MMM", locale=saying.locale()), "value": one.value}
            for one in points
        ],
        "ticks": [[mark, saying.short(mark, "reports", is_top=mark == marks[-1], step=marks[1])] for mark in marks],
    }


def _section(one: Section) -> str:
    rows = [" · ".join(cell for cell in row if cell) for row in one.rows]
    return "\n".join(part for part in [one.title.upper(), one.lead, *rows, one.rest] if part)


def _since(at: datetime | None) -> str:
    return saying.instant(at) if at else saying.UNKNOWN


def _more(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("… and %(number)s more", "… and %(number)s more", number) % {"number": saying.number(number)}
