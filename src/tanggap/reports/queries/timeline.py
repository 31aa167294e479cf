"""A report's history in plain words: the public one and the desk's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.catalog.pack.planning import planning
from tanggap.core.clock import local
from tanggap.places import queries as places
from tanggap.reports import assigning, events, reading
from tanggap.reports.masking import masked
from tanggap.reports.models import Event, Report
from tanggap.reports.words import HideReason, RejectReason, TaskReason, UnsolvedReason

ADDED = "feedback.add"
NO_VERSION_YET = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. `actor` is a unit to the public and a person at the desk; `facts` are (word, value) pairs to show below;
    `holder` is the code of the unit that answered for the report after it.
    """

    version: int
    at: datetime
    kind: str
    label: str
    state: str
    actor: str
    message: str
    note: str
    facts: tuple[tuple[str, str], ...]
    is_internal: bool
    mentions: tuple[str, ...] = ()
    holder: str = ""


def of_report(report: Report) -> list[Event]:
    """Return a report's events, first to last. One statement."""
    return reading.events(report.pk, "ORDER BY e.version")


def latest(report: int, *, most: int, before: int | None = None) -> list[Event]:
    """Return the last `most` events of a report before the version `before` (None: of all), first to last. One statement."""
    before = NO_VERSION_YET if before is None else before
    return reading.events(report, "AND e.version < %s ORDER BY e.version DESC LIMIT %s", before, most)[::-1]


def since(report: int, version: int, *, most: int = 200) -> list[Event]:
    """Return the events of a report after `version`, first to last, at most `most`. One statement."""
    return reading.events(report, "AND e.version > %s ORDER BY e.version LIMIT %s", version, most)


def public(rows: list[Event]) -> list[Entry]:
    """Return what everybody may read of `rows`: public kinds, the public keys of their payload, units but no persons."""
    return [_entry(event, is_staff=False) for event in rows if events.KINDS[event.kind].audience == events.PUBLIC]


def reporter(rows: list[Event], *, child: str = "") -> list[Entry]:
    """Return the public timeline with the question that was asked and the reporter's own words.

    What reporters of joined reports added is theirs alone: of those only the words of `child` are among the own ones.
    """
    own = {
        "reports.ask": "question",
        "feedback.answer": "answer",
        ADDED: "message",
        "feedback.appeal": "message",
        "feedback.reopen": "message",
        "feedback.request_reopen": "message",
        "feedback.detail": "message",
    }
    entries = []
    for event in rows:
        is_own = event.kind in own and not event.payload.get("other") and event.payload.get("child", "") == child
        if events.KINDS[event.kind].audience == events.PUBLIC or is_own:
            entry = _entry(event, is_staff=False)
            words = str(event.payload.get(own[event.kind], "")) if event.kind in own else ""
            entry = _with_message(entry, words) if words else entry
            entries.append(_added(entry, event) if event.kind == ADDED else entry)
    return entries


def added_by(child: str, rows: list[Event]) -> list[Entry]:
    """Return what the reporter of `child` added since it joined the report whose events these are."""
    return reporter([event for event in rows if event.kind == ADDED], child=child)


def _added(entry: Entry, event: Event) -> Entry:
    """Return the line of what the reporter added, as the reporter reads it: their own, not the desk's."""
    photos = int(event.payload.get("photos") or 0)
    facts = (("photos", str(photos)),) if photos else ()
    return replace(entry, label=_("You added something"), facts=facts, is_internal=False)


def desk(rows: list[Event]) -> list[Entry]:
    """Return everything that happened, with internal notes and persons."""
    return [_entry(event, is_staff=True) for event in rows]


def _with_message(entry: Entry, message: str) -> Entry:
    return replace(entry, message=message)


def _entry(event: Event, *, is_staff: bool) -> Entry:
    kind = events.KINDS[event.kind]
    keys = (*kind.public, *kind.staff) if is_staff else kind.public
    payload = {key: event.payload[key] for key in keys if key in event.payload}
    message = str(payload.pop("message", payload.pop("question", payload.pop("answer", payload.pop("comment", "")))))
    note = str(payload.pop("note", payload.pop("findings", "")))
    person = event.actor_staff.display_name if is_staff and event.actor_staff else ""
    unit = agencies.unit_label(event.actor_unit_id)
    return Entry(
        version=event.version,
        at=event.at,
        kind=event.kind,
        label=_of_part(event) or events.label(event.kind, event.payload),
        state=event.state_after,
        actor=" · ".join(part for part in (person, unit) if part),
        message=message if is_staff else masked(message),
        note=note,
        facts=tuple((key, text) for key, value in payload.items() if (text := _said(key, value))),
        is_internal=kind.audience == events.STAFF,
        holder=event.unit_id,
        mentions=tuple(event.payload.get("mentions", ())) if is_staff else (),
    )


def _of_part(event: Event) -> str:
    """Return what an event of a part-task says with the name of the unit that was asked; empty for other kinds."""
    named = {"unit": agencies.unit_label(str(event.payload.get("asked", "")))}
    words = {
        "tasks.ask": _("%(unit)s was asked to help"),
        "tasks.accept": _("%(unit)s takes on its part"),
        "tasks.decline": _("%(unit)s cannot take its part on"),
        "tasks.hand_back": _("%(unit)s handed its part back"),
        "tasks.answer": _("%(unit)s did its part"),
        "tasks.withdraw": _("%(unit)s is no longer asked to help"),
        "tasks.decide": _("It was decided that %(unit)s does a part"),
    }
    return words[event.kind] % named if event.kind in words else ""


def _said(key: str, value: Any) -> str:
    """Return a payload value in words; empty for what a reader need not see."""
    if key in {"unit", "verifier", "runner_up", "neighbour", "proposed", "counter_unit", "decider"}:
        return agencies.unit_label(str(value))
    if key == "category":
        category = catalog.category(str(value))
        return category.label if category else str(value)
    if key == "level":
        return _level(str(value))
    if key == "area":
        return places.full_name(str(value))
    if key == "reason":
        return next(
            (
                str(kind(value).label)
                for kind in (RejectReason, UnsolvedReason, TaskReason, HideReason)
                if value in kind.values
            ),
            "",
        )
    if key == "route" and isinstance(value, dict):
        return why(value)
    if key in _SAID:
        return _SAID[key](value)
    if key == "chosen" and isinstance(value, dict):
        return assigning.explained(value)
    if key in {
        "parent",
        "child",
        "repeat",
        "earlier",
        "hidden_repeat",
        "hidden_earlier",
        "assignee",
        "promise",
        "check",
        "score",
        "status",
        "source",
        "body",
        "contact",
        "count",
        "proposal",
        "year",
    }:
        return str(value)
    return ""


def _level(code: str) -> str:
    """Return the name of a level of the city's yearly planning, the code of one that its pack has no more."""
    of_city = planning()
    level = of_city.level(code) if of_city else None
    return level.label if level else code


def _promises(broken: Any) -> str:
    words = {"answer": _("first answer"), "resolve": _("solution")}
    return ", ".join(words[one] for one in broken if one in words)


def _until_then(before: Any) -> str:
    if isinstance(before, str):
        return said_when(datetime.fromisoformat(before))
    category = catalog.category(before.get("category"))
    parts = (category and category.label, places.full_name(before.get("area")), agencies.unit_label(before.get("unit")))
    return " · ".join(part for part in parts if part)


_SAID: dict[str, Callable[[Any], str]] = {
    "due": lambda value: said_when(datetime.fromisoformat(str(value))),
    "due_at": lambda value: said_when(datetime.fromisoformat(str(value))),
    "counter_due_at": lambda value: said_when(datetime.fromisoformat(str(value))),
    "until": lambda value: said_when(datetime.fromisoformat(str(value))),
    "said_at": lambda value: said_when(datetime.fromisoformat(str(value))),
    "days": lambda value: (
        ngettext("%(n)d day", "%(n)d days", int(value)) % {"n": int(value)} if value else _("less than a day")
    ),
    "metres": lambda value: f"{int(value)} m",
    "solved": lambda value: "yes" if value else "no",
    "denials": str,
    "confirmations": str,
    "partner": str,
    "materials": str,
    "holder": str,
    "share": lambda value: f"{int(value)} %",
    "role": lambda value: str(Role(value).label),
    "why": lambda value: {
        "calendar": _("the working calendar changed"),
        "policy": _("the policy of today holds for it"),
        "silence": _("nobody took notice of the step before"),
    }.get(str(value), ""),
    "late": _promises,
    "before": _until_then,
    "private": lambda value: _("private from now on"),
    "by_rule": lambda value: _("yes"),
}


def said_when(instant: datetime) -> str:
    """Return an instant as the city's people tell it, in the active language, with the zone's name."""
    wall = local(instant)
    return f"{date_format(wall, 'j F Y, H.i')} {wall.tzname()}"


def why(route: dict[str, Any]) -> str:
    """Return in words why a report went where it went (`catalog.routing.Route`)."""
    place = places.full_name(route.get("area"))
    reasons = {
        "office": _("the office of %(place)s, where the reported point lies"),
        "branch": _("the competent agency's branch for %(place)s"),
        "unit": _("the unit that the city names for this category"),
        "intake": _("a person first completes category and place"),
        "person": _("a person chose this unit, with the reason given"),
    }
    return str(reasons.get(str(route.get("rule")), "")) % {"place": place} if route.get("rule") in reasons else ""
