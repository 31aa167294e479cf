"""A lost update shown as a difference: what an officer had before the eyes, what stands there now, and who changed it when.

A form carries what its page showed (`seen`), so that each field can be compared, whatever events led to it. It decides nothing: a
forged one misleads only who forged it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import State
from tanggap.web.ui import formats

SEPARATOR = "\x1f"
LONGEST = 600


@dataclass(frozen=True, slots=True)
class _Field:
    """Something of a report that a person decides by: how it is carried, how it is said, and which kinds of event change it."""

    label: str | Promise
    value: Callable[[DeskReport], str]
    said: Callable[[str], str]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not as it was; `by` and `at` are of the event that last changed it, where that can be told."""

    label: str | Promise
    was: str
    now: str
    by: str
    at: datetime | None


def _state(code: str) -> str:
    return str(State(code).label) if code in State.values else code


def _category(code: str) -> str:
    row = catalog.category(code)
    return row.label if row else code


def _instant(written: str) -> str:
    try:
        return formats.exact(datetime.fromisoformat(written))
    except ValueError:
        return ""


_MOVES = (
    "reports.coordinate",
    "reports.disposition",
    "reports.change",
    "reports.hand_back",
    "reports.decide",
    "reports.move",
    "feedback.appeal",
)
_PEOPLE = ("reports.assign", "reports.start", *_MOVES)
_JOINS = ("triage.merge", "triage.unmerge")
# fmt: off
_FIELDS: tuple[_Field, ...] = (
    _Field(_("State"),        lambda report: report.state,               _state),
    _Field(_("With"),         lambda report: report.unit_code,           agencies.unit_label, _MOVES),
    _Field(_("Worked on by"), lambda report: report.assignee,            str,                 _PEOPLE),
    _Field(_("Category"),     lambda report: report.category_code or "", _category,           ("reports.change",)),
    _Field(_("Place"),        lambda report: report.area or "",          places.full_name,    ("reports.change",)),
    _Field(_("Solution due"), lambda report: f"{report.resolve_due_at:%Y-%m-%dT%H:%M%z}", _instant),
    _Field(_("Joined to"),    lambda report: report.parent or "",        str,                 _JOINS),
)
# fmt: on


def seen(report: DeskReport) -> str:
    """Return what a form carries of the report that its page shows."""
    return SEPARATOR.join(field.value(report).replace(SEPARATOR, " ") for field in _FIELDS)


def changes(before: str, report: DeskReport, entries: Sequence[Entry]) -> list[Change]:
    """Return field by field what is not as `before` (made by `seen`) had it; none for a form that carries nothing.

    `entries` are what happened since, first to last.
    """
    had = before.split(SEPARATOR)
    if len(had) != len(_FIELDS):
        return []
    found = []
    for field, was in zip(_FIELDS, had, strict=True):
        now = field.value(report)
        if now != was:
            cause = _cause(field, entries, now)
            by, at = (cause.actor, cause.at) if cause else ("", None)
            found.append(Change(field.label, field.said(was), field.said(now), by, at))
    return found


def _cause(field: _Field, entries: Sequence[Entry], now: str) -> Entry | None:
    """Return the last entry that changed a field: by its kind, for the state by the state that it led to, else the last of all."""
    if field is _FIELDS[0]:
        fitting = [entry for entry in entries if entry.state == now]
        return fitting[0] if fitting else None
    fitting = [entry for entry in entries if entry.kind in field.kinds] if field.kinds else list(entries)
    return fitting[-1] if fitting else None
