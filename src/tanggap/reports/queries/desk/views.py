"""The views of a desk and how many reports each holds, in one statement over a bounded number of rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import absences
from tanggap.agencies.models import Staff
from tanggap.core import planned
from tanggap.core.refusal import Invalid
from tanggap.reports.access import reach_sql
from tanggap.reports.queries.desk.filters import AGE, DUE, DeskFilter, Values, at, conditions, joined
from tanggap.reports.queries.desk.scope import desk_units
from tanggap.reports.words import OPEN

MOST_COUNTED = 10_000  # rows that one count looks at; what lies behind is told as "more"
IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN)))  # as the partial indexes say it


@dataclass(frozen=True, slots=True)
class View:
    """A view's condition on open reports of the person's units; or `beside`, which reports (as a SELECT of keys) of all the person may see,
    open or closed.
    """

    condition: str = ""
    beside: str = ""

    @property
    def is_held(self) -> bool:
        """Return whether it shows open reports of the person's units."""
        return not self.beside

    def __str__(self) -> str:
        return self.condition or f"id IN ({self.beside})"


# fmt: off
VIEWS: dict[str, View] = {
    "mine":       View("assignee_id = ANY(%(mine)s)"),  # and the work of who is away and covered
    "unit":       View("true"),
    "unassigned": View("assignee_id IS NULL AND state <> 'awaiting_validation'"),
    "due_soon":   View(DUE["24h"]),
    "overdue":    View(DUE["overdue"]),
    "returned":   View("state IN ('follow_up_rejected', 'reopened')"),
    "asked":      View("state = 'awaiting_reporter'"),
    "validating": View("state = 'awaiting_validation'"),
    "unplaced":   View("(area_id IS NULL OR category_id IS NULL)"),
    "tasks": View(
        beside="SELECT t.report_id FROM reports_task AS t WHERE t.unit_id = ANY(%(units)s) AND t.state IN ('asked', 'accepted')"
    ),
    "planned": View(beside="SELECT p.id AS report_id FROM reports_report AS p WHERE p.state = 'planned' AND p.unit_id = ANY(%(units)s)"),
    "mentions": View(
        beside="SELECT e.report_id FROM reports_event AS e WHERE e.kind = 'reports.note' AND e.payload ? 'mentions'"
        " AND e.payload -> 'mentions' @> to_jsonb(ARRAY[%(username)s]) AND e.at > %(now)s::timestamptz - interval '30 days'"
    ),
    "watched":    View(beside="SELECT w.report_id FROM reports_watch AS w WHERE w.staff_id = %(staff)s"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Chosen:
    """A view narrowed by filters: what a saved view keeps."""

    view: str
    wanted: DeskFilter


@dataclass(frozen=True, slots=True)
class Count:
    """How many reports a view holds; `is_least` when more than could be looked at are there."""

    number: int
    is_least: bool = False


def base(staff: Staff, view: str, values: Values) -> str:
    """Return the condition of a view for a person. Raises Invalid for an unknown view."""
    if view not in VIEWS:
        raise Invalid({"view": f"{view[:40]}?"})
    return joined([str(VIEWS[view]), _reached(staff, VIEWS[view].is_held, values)])


def _reached(staff: Staff, is_held: bool, values: Values) -> str:
    """Return which reports a person has at the desk at all: the open ones that the units hold, or those that the person may see."""
    condition, given = reach_sql("desk.list" if is_held else "desk.see", staff)
    prefix = "held" if is_held else "seen"
    values.given |= {f"{prefix}_{name}": value for name, value in given.items()}
    values.given |= {"staff": staff.pk, "mine": [staff.pk, *sorted(absences.covered_by(staff))]}
    values.given |= {"username": staff.username, "units": desk_units(staff)}
    condition = re.sub(r"%\((\w+)\)s", rf"%({prefix}_\1)s", condition)
    return f"{IS_OPEN} AND {condition}" if is_held else condition


def counts(staff: Staff, *, now: datetime, saved: Mapping[str, Chosen] | None = None) -> dict[str, Count]:
    """Return how many reports each view holds, and each of `saved` by its key. One statement, one pass over at most MOST_COUNTED rows.

    An index holds all that the views ask of a row (`reports_desk_counted`). A saved view that narrows by words is not counted: that
    would mean to read every text.
    """
    values = at(now)
    counted = {code: view.condition for code, view in VIEWS.items() if view.is_held}
    counted |= {
        key: joined([VIEWS[one.view].condition, *conditions(one.wanted, values, staff=staff.pk)])
        for key, one in (saved or {}).items()
        if one.view in VIEWS and VIEWS[one.view].is_held and not one.wanted.text
    }
    columns = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in counted.values())
    held, beside, number = _reached(staff, True, values), _beside(staff, values), MOST_COUNTED + 1
    statement = (
        f"SELECT ({beside}), count(*), {columns} FROM"  # noqa: S608  constants and placeholders
        f" (SELECT * FROM reports_report WHERE {held} LIMIT {number}) AS reports_report"
    )
    with planned.cursor() as cursor:
        cursor.execute(statement, values.given)
        others, all_of_it, *numbers = cursor.fetchone()
    is_least = all_of_it > MOST_COUNTED
    return {
        **{key: Count(min(number, MOST_COUNTED), is_least) for key, number in zip(counted, numbers, strict=True)},
        **{
            code: Count(min(number, MOST_COUNTED), number > MOST_COUNTED)
            for code, number in zip(BESIDE, others, strict=True)
        },
    }


BESIDE = [code for code, view in VIEWS.items() if view.beside]


def _beside(staff: Staff, values: Values) -> str:
    """Return the counts of the views beside the held reports, in the order of BESIDE, as one array: what may be seen is asked once."""
    found = " UNION ".join(
        f"(SELECT {number}, report_id FROM ({VIEWS[code].beside}) AS one LIMIT {MOST_COUNTED + 1})"  # noqa: S608  constants
        for number, code in enumerate(BESIDE)
    )
    columns = ", ".join(f"count(*) FILTER (WHERE which = {number})" for number in range(len(BESIDE)))
    return (
        f"SELECT ARRAY[{columns}] FROM ({found}) AS found (which, report) JOIN reports_report ON id = report"  # noqa: S608  constants
        f" WHERE {_reached(staff, False, values)}"
    )


__all__ = ["AGE", "BESIDE", "DUE", "IS_OPEN", "MOST_COUNTED", "VIEWS", "Chosen", "Count", "base", "counts"]
