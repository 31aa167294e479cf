"""What `GET requests` is asked for: its parameters as one question, with the 90 days of the specification."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from tanggap.api.open311.faults import unknown, unusable
from tanggap.api.open311.parameters import Parameters
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.reports.queries.public.filters import category_codes
from tanggap.reports.queries.public.requests import Circle, Sought

SPAN = timedelta(days=90)
MOST_ROWS = 1000
MOST_BY_PAGES = 10_000
MOST_CODES = 1000
LONGEST_METRES = 50_000.0
METRES = 1_000.0
OPEN, CLOSED = "open", "closed"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,12})?)?)(Z|[+ -][0-9]{2}:?[0-9]{2})", re.I
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: `codes` alone when there are any, else what is `sought`, and which part of it."""

    codes: tuple[str, ...]
    sought: Sought
    after: str
    limit: int
    skip: int
    is_extended: bool


def asked(given: Parameters, *, now: datetime) -> Asked:
    """Return what the parameters ask for. Raises Unusable, Unknown."""
    codes = given.many("service_request_id")
    if len(codes) > MOST_CODES:
        raise unusable("service_request_id", _("At most %(most)d ids at once.") % {"most": MOST_CODES})
    is_extended = given.flag("extensions")
    if codes:
        return Asked(tuple(codes), Sought(), "", len(codes), 0, is_extended)
    limit = given.count("page_size", most=MOST_ROWS, otherwise=MOST_ROWS)
    page, after = given.count("page", most=999_999, otherwise=1), given.one("after")
    if page > 1 and after:
        raise unusable("after", _("Send either a page or a place to go on from, not both."))
    if (page - 1) * limit > MOST_BY_PAGES:
        raise unusable(
            "page",
            _("Pages go up to %(most)d reports. Go on by the Link of an answer instead.") % {"most": MOST_BY_PAGES},
        )
    return Asked((), _sought(given, now), after, limit, (page - 1) * limit, is_extended)


def _sought(given: Parameters, now: datetime) -> Sought:
    updated = _span(given, "updated_after", "updated_before")
    received = _span(given, "start_date", "end_date")
    is_open_ended = updated == received == (None, None)
    return Sought(
        received_from=received[0],
        received_to=received[1],
        updated_from=updated[0],
        updated_to=updated[1],
        categories=tuple(leaf for code in given.many("service_code") for leaf in _categories(code)),
        is_open=_is_open(given.many("status")),
        near=_near(given),
        recent_from=now - SPAN if is_open_ended else None,
    )


def _span(given: Parameters, first: str, last: str) -> tuple[datetime | None, datetime | None]:
    """Return both ends of at most 90 days, of one end the 90 days beside it, of none none. Raises Unusable."""
    since, until, names = _bound(given, first, is_end=False), _bound(given, last, is_end=True), f"{first}, {last}"
    try:
        if since is None and until is not None:
            since = until - SPAN
        if until is None and since is not None:
            until = since + SPAN
    except OverflowError:
        raise unusable(names, _("This time is none that can be asked for.")) from None
    if since is None or until is None:
        return None, None
    if since > until:
        raise unusable(names, _("The first of the two is later than the second."))
    if until - since > SPAN + timedelta(days=1):  # both days of two dates count, and clocks may be put back meanwhile
        raise unusable(names, _("At most %(days)d days at once.") % {"days": SPAN.days})
    return since, until


def _bound(given: Parameters, name: str, *, is_end: bool) -> datetime | None:
    """Return an instant; a date alone is that day in the city, from its beginning or to its end. Raises Unusable."""
    text = given.one(name)
    if not text:
        return None
    try:
        if _DATE.fullmatch(text):
            day = datetime.fromisoformat(text).date()
            return datetime.combine(day, time.max if is_end else time.min, clock.city_zone()).astimezone(UTC)
        found = _INSTANT.fullmatch(text)
        if found:
            zone = (
                "+00:00" if found[2] in "Zz" else found[2].replace(" ", "+")
            )  # a plus that was not encoded comes as a blank
            return datetime.fromisoformat(found[1].upper().replace(",", ".") + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise unusable(name, _("Write the time with its zone, such as 2026-11-25T08:00:00+07:00 or 2026-11-25T01:00:00Z."))


def _categories(code: str) -> list[str]:
    if catalog.category(code) is None:
        raise unknown("service_code", _("This service code is not known: %(code)s.") % {"code": code[:80]})
    return category_codes(code)


def _is_open(states: list[str]) -> bool | None:
    named = {state.lower() for state in states}
    if strange := sorted(named - {OPEN, CLOSED}):
        raise unusable("status", _("A status is open or closed, not %(status)s.") % {"status": strange[0][:40]})
    return None if len(named) != 1 else named == {OPEN}


def _near(given: Parameters) -> Circle | None:
    lat, lon, metres = given.number("lat"), given.number("long"), given.number("radius")
    if lat is None and lon is None:
        if metres is not None:
            raise unusable("radius", _("A radius needs the point around which it is: lat and long."))
        return None
    if lat is None or lon is None:
        raise unusable("lat, long", _("A point needs both longitude and latitude."))
    if abs(lat) > 90 or abs(lon) > 180:
        raise unusable("lat, long", _("This is no point on earth."))
    metres = METRES if metres is None else metres
    if not 0 < metres <= LONGEST_METRES:
        raise unusable("radius", _("A radius is more than 0 and at most %(most)d metres.") % {"most": LONGEST_METRES})
    return Circle(lon, lat, metres)
