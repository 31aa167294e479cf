"""What the parts of a result are called, and the one way in which this room asks for sums."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.words import Outcome
from tanggap.surveys.words import Took

UNIT, CHANNEL, AREA, PERIOD = "unit", "channel", "area", "period"


def group_label(name: str, code: str) -> str:
    """Return the name of a group of people who were invited."""
    if name == "outcome":
        return str(Outcome(code).label) if code in Outcome.values else code
    if name == "took":
        return str(Took(code).label) if code in Took.values else code
    if name == "category":
        return row.label if (row := catalog.category(code)) else code
    return label(name, code)


def label(by: str, code: str) -> str:
    """Return the name of a unit, channel or area; a month as it is; empty for what is not known."""
    if by == UNIT:
        return agencies.unit_label(code)
    if by == CHANNEL:
        return row.label if (row := catalog.channel(code)) else code
    return places.full_name(code) if by == AREA and code else code


def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())
