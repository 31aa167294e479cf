"""Places in a desk list: a cursor says behind which row of which list the page begins, and is refused by any other list."""

import base64
import json
from dataclasses import astuple
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid
from tanggap.reports.queries.desk.filters import DeskFilter, Sort

LONGEST = 200


class OfAnotherList(Invalid):
    """The cursor was made for another view, filter or order."""


def mark(view: str, wanted: DeskFilter, sort: Sort) -> str:
    """Return what tells one list from another: eight characters of view, filters and order."""
    return sha256(repr((view, astuple(wanted), sort.value)).encode()).hexdigest()[:8]


def written(mark: str, value: datetime | int, key: int) -> str:
    """Return the cursor of the row with sort value `value` and id `key`."""
    told = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([mark, told, key]).encode()).decode().rstrip("=")


def read(text: str, mark: str, sort: Sort) -> tuple[datetime | int, int]:
    """Return the row's sort value and id. Raises OfAnotherList, and Invalid for what is no cursor."""
    try:
        given, told, key = json.loads(base64.urlsafe_b64decode(text[:LONGEST] + "=" * (-len(text[:LONGEST]) % 4)))
        value = _read_value(told, sort) if given == mark else 0
        if not 0 <= (number := int(key)) < 2**63:
            raise ValueError(key)
    except (ValueError, TypeError, OverflowError) as error:
        raise Invalid({"after": _("This page address is not one of ours. Start again from the first page.")}) from error
    if given != mark:
        raise OfAnotherList(
            {"after": _("This page belongs to another list. Start again from the first page of this one.")}
        )
    return value, number


def _read_value(told: Any, sort: Sort) -> datetime | int:
    if sort is Sort.SUPPORT:
        return int(told)
    instant = datetime.fromisoformat(told)
    if instant.tzinfo is None:
        raise ValueError(told)
    return instant
