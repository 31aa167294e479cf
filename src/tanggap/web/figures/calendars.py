"""Promised dates as an iCalendar file (RFC 5545): one all-day event for each open report, and no person in it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.reports.queries.public.told import Told
from tanggap.web.figures.feeds import clean, title

CONTENT_TYPE = "text/calendar; charset=utf-8"
WIDEST = 75  # octets of a line without its end (RFC 5545 §3.1)
ASKED_AGAIN = "PT6H"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None, "\t": " ", "\x85": " "})


def written(name: str, about: str, rows: Iterable[Told]) -> bytes:
    """Return the calendar `name` of the promises of `rows`, in the active language."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tanggap//Promised dates//EN",
        "CALSCALE:GREGORIAN",
    ]
    lines += [f"{key}:{_text(name)}" for key in ("NAME", "X-WR-CALNAME")]
    lines += [f"{key}:{_text(about)}" for key in ("DESCRIPTION", "X-WR-CALDESC")]
    lines += [
        f"X-WR-TIMEZONE:{settings.TIME_ZONE}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASKED_AGAIN}",
        f"X-PUBLISHED-TTL:{ASKED_AGAIN}",
    ]
    for row in rows:
        lines += _event(row)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n ".join(_folded(line)) + b"\r\n" for line in lines)


def _event(row: Told) -> list[str]:
    day = clock.local(row.due_at).date()
    link = f"{settings.PUBLIC_URL}/laporan/{row.code}/"
    language = get_language() or settings.LANGUAGE_CODE
    says = _("Promised: %(what)s") % {"what": title(row)}
    return [
        "BEGIN:VEVENT",
        f"UID:{row.code}@{urlsplit(settings.PUBLIC_URL).hostname or 'tanggap'}",
        f"DTSTAMP:{_instant(row.changed_at)}",
        f"LAST-MODIFIED:{_instant(row.changed_at)}",
        f"CREATED:{_instant(row.received_at)}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={language}:{_text(says)}",
        f"DESCRIPTION;LANGUAGE={language}:{_text(f'{row.state_label}. {row.words}')}",
        *([f"LOCATION:{_text(row.place)}"] if row.place else []),
        *([f"CATEGORIES:{_text(row.category)}"] if row.category else []),
        f"URL:{link}",
        "CLASS:PUBLIC",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    return clean(said).translate(_ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """Yield the parts of a line: at most `WIDEST` octets, after the first one less for the blank before them; signs stay whole."""
    part, room = b"", WIDEST
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > room:
            yield part
            part, room = b"", WIDEST - 1
        part += octets
    yield part
