"""An alarm in words, in the active language; the words of places, times and numbers are those of its notice (`notify.unusual`)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.anomalies.words import CITY
from tanggap.core import clock
from tanggap.notify.unusual import between, how_many, kind, place, what
from tanggap.papers import saying
from tanggap.places import queries as places

if TYPE_CHECKING:
    from tanggap.anomalies.rows import AlarmRow, Part

__all__ = ["details", "kind", "place", "sentence", "shared", "title", "what"]
CERTAIN = 1e-9
NAMED = 3


def shared(areas: Sequence[str]) -> str:
    """Return the smallest area that all of `areas` lie in, empty for the whole city."""
    paths = [row.path for code in areas if (row := places.area(code))]
    if not paths:
        return CITY
    common = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
    return common[-1] if common else CITY


def title(alarm: "AlarmRow") -> str:
    """Return an alarm in a few words: `Flooding in Cakung: 23 reports in the last hour`."""
    told = {"what": what(alarm.category, alarm.areas), "how_many": how_many(alarm.reports, alarm.minutes)}
    return _("%(what)s: %(how_many)s") % told


def sentence(alarm: "AlarmRow") -> str:
    """Return what is unusual: how many reports, in which time, and how many are usual then."""
    told = {"title": title(alarm), "usual": between(alarm.low, alarm.high), "odds": _odds(alarm.odds)}
    return _("%(title)s. Usual at this time: %(usual)s. %(odds)s") % told


def _odds(odds: float) -> str:
    if odds < CERTAIN:
        return _("So many by chance: practically never.")
    return _("So many by chance: once in %(number)s such times.") % {"number": saying.number(round(1 / odds))}


def details(alarm: "AlarmRow") -> list[str]:
    """Return sentences that explain an alarm: from where, the same problem or many, since when, with whom."""
    told = [
        _("First report at %(time)s; %(number)s since then, at most %(most)s at once.")
        % {"time": _time(alarm), "number": saying.number(alarm.total), "most": saying.number(alarm.most)}
    ]
    if alarm.parts:
        told.append(_("From %(parts)s.") % {"parts": _named(alarm.parts, alarm.reports, _area)})
    if alarm.joined:
        told.append(
            ngettext(
                "%(count)s of them tells of a problem that another report tells of too.",
                "%(count)s of them tell of a problem that another report tells of too.",
                alarm.joined,
            )
            % {"count": saying.number(alarm.joined)}
        )
    if units := [part for part in alarm.units if part.code]:
        told.append(_("They lie with %(units)s.") % {"units": _named(units, alarm.reports, agencies.unit_label)})
    if hidden := alarm.reports - alarm.public_reports:
        told.append(
            ngettext(
                "%(count)s of them is private and stands in no public number.",
                "%(count)s of them are private and stand in no public number.",
                hidden,
            )
            % {"count": saying.number(hidden)}
        )
    return told


def _time(alarm: "AlarmRow") -> str:
    first, seen = clock.local(alarm.first_at), clock.local(alarm.seen_at)
    time = f"{first.hour:02d}.{first.minute:02d}"
    if first.date() == seen.date():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(first.date(), "j F")}


def _area(code: str) -> str:
    row = places.area(code)
    return row.name if row else _("unknown places")


def _named(parts: "Sequence[Part]", whole: int, name: Callable[[str], str]) -> str:
    """Return the largest parts with their numbers, and how many lie elsewhere."""
    shown = [f"{name(part.code)} ({saying.number(part.reports)})" for part in parts[:NAMED]]
    if rest := whole - sum(part.reports for part in parts[:NAMED]):
        shown.append(_("elsewhere (%(count)s)") % {"count": saying.number(rest)})
    return ", ".join(shown)
