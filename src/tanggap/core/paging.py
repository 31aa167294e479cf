"""Keyset pages: a cursor names the last row seen, never an offset."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, and the cursors of the following and of the preceding page (None at the ends, and where one goes only forwards)."""

    rows: Sequence[Row]
    next: str | None = None
    previous: str | None = None


class OfAnotherQuery(Invalid):
    """The cursor was made for another choice of rows."""


def cursor(instant: datetime, key: int, *, of: str = "") -> str:
    """Return the opaque cursor behind a row sorted by (instant, key); `of` tells one query from another, where there are several."""
    told = [instant.isoformat(), key, of] if of else [instant.isoformat(), key]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def read_cursor(text: str | None, *, of: str = "") -> tuple[datetime, int] | None:
    """Return the position that `cursor` wrote, None for none. Raises Invalid, and OfAnotherQuery for one that was written `of` another."""
    if not text:
        return None
    try:
        instant, key, *marked = json.loads(base64.urlsafe_b64decode(text[:200] + "=" * (-len(text[:200]) % 4)))
        position = datetime.fromisoformat(instant), int(key)
        if position[0].tzinfo is None or not 0 <= position[1] < 2**63:
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid({"after": _("This page address is not one of ours. Start again from the first page.")}) from error
    if marked != ([of] if of else []):
        raise OfAnotherQuery(
            {"after": _("This page belongs to another list. Start again from the first page of this one.")}
        )
    return position
