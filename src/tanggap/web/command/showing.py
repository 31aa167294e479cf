"""The picture in words, bars and pins: what the templates of page and wall draw."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.anomalies import queries as anomalies
from tanggap.anomalies.rows import AlarmRow, Hour
from tanggap.anomalies.words import CITY
from tanggap.command import picture, planned, worst
from tanggap.command.picture import Cluster, CriterionRow, Holder, Mark, Picture
from tanggap.command.scopes import Scope
from tanggap.core import clock
from tanggap.places import queries as places
from tanggap.web.command.screens import WALL, Screen
from tanggap.web.ui import charting, formats

HOLDERS: Final = {False: 12, True: 5}  # by whether it is the wall
PLACES: Final = {False: 10, True: 5}
ALARMS: Final = {False: 6, True: 1}
MARKS: Final = 4
MOST_READ: Final = 20
LEAST_PUBLIC: Final = 4
"""Reports of an alarm that anybody may read: of fewer, what happened is not told to who passes a wall."""


@dataclass(frozen=True, slots=True)
class HolderShown:
    """A unit that holds late reports. `length` is the per cent of the longest bar."""

    row: Holder
    length: int
    href: str

    @property
    def people(self) -> str:
        """Return with how many people the late ones lie, and how many with nobody."""
        said = []
        if self.row.people:
            said.append(ngettext("with %(n)d person", "with %(n)d people", self.row.people) % {"n": self.row.people})
        if self.row.unassigned:
            n = self.row.unassigned
            said.append(ngettext("%(n)s with nobody", "%(n)s with nobody", n) % {"n": formats.number(n)})
        return ", ".join(said)

    @property
    def oldest(self) -> str:
        """Return how long the oldest promise is over."""
        due_at = self.row.oldest_due_at
        return formats.span(clock.now() - due_at) if due_at else ""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One of the worst places."""

    row: Cluster
    href: str

    @property
    def title(self) -> str:
        """Return its kind and place in few words."""
        return f"{self.row.category_label or _('No category yet')}, {self.row.place.split(',')[0]}"

    @property
    def wall_title(self) -> str:
        """Return the place and then the kind, of which a wall may cut the end."""
        return f"{self.row.place.split(',')[0]}: {self.row.category_label or _('No category yet')}"

    @property
    def said(self) -> str:
        """Return what is there."""
        row = self.row
        told = [ngettext("%(n)d open", "%(n)d open", row.open) % {"n": row.open}]
        if row.late:
            told.append(ngettext("%(n)d late", "%(n)d late", row.late) % {"n": row.late})
        if row.urgent:
            told.append(ngettext("%(n)d urgent", "%(n)d urgent", row.urgent) % {"n": row.urgent})
        if row.repeats:
            told.append(ngettext("said again %(n)d time", "said again %(n)d times", row.repeats) % {"n": row.repeats})
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something unusual, and where its reports are."""

    row: AlarmRow
    href: str


@dataclass(frozen=True, slots=True)
class MarkShown:
    """A unit beyond the limits of chance, in words."""

    mark: Mark
    unit: str

    @property
    def said(self) -> str:
        """Return its value, interval and number of cases."""
        ends = charting.between(self.mark.low, self.mark.high, self.unit)
        told = charting.said(self.mark.value, self.unit) + (f" ({ends})" if ends else "")
        return f"{told}, n = {formats.number(self.mark.n)}"


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """A criterion told by its indicator."""

    row: CriterionRow

    @property
    def value(self) -> str:
        """Return the number, a dash for none."""
        return charting.said(self.row.value, self.row.indicator.unit)

    @property
    def interval(self) -> str:
        """Return its 95 % interval, empty for none."""
        return charting.between(self.row.low, self.row.high, self.row.indicator.unit)

    @property
    def target(self) -> str:
        """Return whether the city's target is reached, empty without one."""
        one = self.row.indicator
        if one.target is None or self.row.value is None or one.good is None:
            return ""
        reached = self.row.is_target_reached
        word = _("too close to say") if reached is None else _("reached") if reached else _("missed")
        return _("target %(target)s: %(word)s") % {"target": charting.said(one.target.value, one.unit), "word": word}

    @property
    def compared(self) -> str:
        """Return how many units lie beyond the limits, beside how many chance alone puts there."""
        row = self.row
        if not row.units:
            return row.uncompared
        beyond = sum(mark.flag != "inside" for mark in row.units)
        words = _("%(beyond)s of %(units)s units beyond the limits of 95%%; chance alone puts %(chance)s there")
        return words % {
            "beyond": formats.number(beyond),
            "units": formats.number(len(row.units)),
            "chance": formats.number(row.by_chance, 1),
        }

    @property
    def worse(self) -> list[MarkShown]:
        """Return the units that are worse than chance explains."""
        return [MarkShown(mark, self.row.indicator.unit) for mark in self.row.worse[:MARKS]]

    @property
    def better(self) -> list[MarkShown]:
        """Return the units that are better than chance explains."""
        return [MarkShown(mark, self.row.indicator.unit) for mark in self.row.better[:MARKS]]

    @property
    def more(self) -> int:
        """Return how many are beyond the limits besides those named."""
        return sum(max(0, len(rows) - MARKS) for rows in (self.row.worse, self.row.better))

    @property
    def funnel(self) -> str:
        """Return the address of the fair comparison of all units."""
        query = "&".join(part for part in (self.row.query, "by=unit") if part)
        return f"{reverse('evaluation:comparison', args=[self.row.code])}?{query}"


def shown(screen: Screen, found: Picture) -> dict[str, Any]:
    """Return what the templates draw of a picture. At most five statements, for what is unusual and what is planned."""
    is_wall = screen.look == WALL
    late = found.late_holders
    longest = max((row.late for row in late), default=1)
    spots = [PlaceShown(row, place_address(screen.scope, row)) for row in found.clusters[: PLACES[is_wall]]]
    areas = screen.scope.areas()
    alarms = [] if screen.scope.unit else anomalies.current(areas=areas, limit=MOST_READ)
    if is_wall:
        alarms = [row for row in alarms if row.public_reports >= LEAST_PUBLIC]
    return {
        "scope": screen.scope,
        "is_wall": is_wall,
        "picture": found,
        "totals": found.totals,
        "holders": [
            HolderShown(row, max(1, round(100 * row.late / longest)), late_address(screen.scope, row.unit))
            for row in late[: HOLDERS[is_wall]]
        ],
        "more_holders": max(0, len(late) - HOLDERS[is_wall]),
        "late_href": late_address(screen.scope),
        "spots": spots,
        "points": json.dumps([_point(one, leads=not is_wall) for one in spots]),
        "weights": worst.WEIGHTS,
        "alarms": [Unusual(row, reverse("command:alarm", args=[row.id])) for row in alarms[: ALARMS[is_wall]]],
        "more_alarms": len(alarms) > ALARMS[is_wall],
        "tells_alarms": not screen.scope.unit,
        "hour": _hour(screen.scope, found.at),
        "planned": None if is_wall else planned.of(screen.scope, now=found.at),
        "unheard": sum(row.waiting for row in found.warned),
        "warned": found.warned[:5],
    }


def _hour(scope: Scope, now: datetime) -> Hour | None:
    """Return the last hour beside the usual; None of units, and of the lowest areas, whose hours are too thin to say what is usual."""
    row = places.area(scope.area) if scope.area else None
    if scope.unit or (row is not None and row.is_leaf):
        return None
    return anomalies.last_hour(now=now, area=scope.area or CITY)


def criteria(scope: Scope) -> list[CriterionShown]:
    """Return a scope by the four criteria, in words. Some fifty statements on rollups."""
    return [CriterionShown(row) for row in picture.criteria(scope, now=clock.now())]


def late_address(scope: Scope, unit: str = "") -> str:
    """Return where the late reports of a scope, or of one of its units, are listed."""
    return f"{reverse('command:late')}{_query(scope=scope.key, unit=unit)}"


def place_address(scope: Scope, row: Cluster) -> str:
    """Return where the reports of one of the worst places are listed."""
    return f"{reverse('command:place')}{_query(scope=scope.key, cells=','.join(f'{cell:x}' for cell in row.cells))}"


def _query(**given: str) -> str:
    said = urlencode({name: value for name, value in given.items() if value or name == "scope"}, safe=":,")
    return f"?{said}" if said else ""


def _point(one: PlaceShown, *, leads: bool) -> dict[str, Any]:
    """Return a pin; on a wall, where nobody presses anything, without what it leads to."""
    pin = {"lon": round(one.row.lon, 5), "lat": round(one.row.lat, 5), "number": one.row.number, "label": one.title}
    return {**pin, "lines": [one.said], "href": one.href} if leads else pin
