"""Feeds of public reports as RSS 2.0 and Atom: what stands in them, by Django's own generators.

An item's address never changes its identity (a tag URI of the day of its receipt); what changes it is its `updated`. No item has a person.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.reports.queries.public.told import Told

MOST = 50
SOURCE_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # of the feeds' own tag URIs: a day on which the address was ours
_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What XML 1.0 does not let stand in a document, and what would turn the direction of the text around it."""


class _Steady:
    """A feed without items was changed when the day began: else it would be another one each second."""

    def latest_post_date(self) -> datetime:
        """Return when anything in the feed changed last."""
        items: list[dict[str, datetime | None]] = self.items  # type: ignore[attr-defined]
        dates = [item[name] for item in items for name in ("pubdate", "updateddate")]
        found = [one for one in dates if one is not None]
        return max(found) if found else clock.midnight(clock.local(clock.now()).date())


class Rss(_Steady, feedgenerator.Rss201rev2Feed):
    """RSS 2.0 with the address of itself in it."""

    content_type = "application/rss+xml; charset=utf-8"


class Atom(_Steady, feedgenerator.Atom1Feed):
    """Atom (RFC 4287)."""

    content_type = "application/atom+xml; charset=utf-8"


KINDS: dict[str, Callable[..., Rss | Atom]] = {"rss": Rss, "atom": Atom}


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed is: its `title`, what it holds, the page with the same list, its own path (for ever), and the address asked for."""

    title: str
    about: str
    page: str
    path: str
    address: str


def written(kind: str, head: Head, rows: Iterable[Told]) -> tuple[bytes, str]:
    """Return a feed of `kind` in the active language, and its media type."""
    base = settings.PUBLIC_URL
    made = KINDS[kind](
        title=clean(head.title),
        link=f"{base}{head.page}",
        description=clean(head.about),
        language=get_language() or settings.LANGUAGE_CODE,
        author_name=f"Tanggap {say(city().name)}",
        feed_url=f"{base}{head.address}",
        feed_guid=_tag(head.path, SOURCE_DAY),
        feed_copyright=None,
    )
    for row in rows:
        link = f"{base}/laporan/{row.code}/"
        made.add_item(
            title=clean(title(row)),
            link=link,
            description=escape(clean(f"{row.state_label}. {row.words}")),
            unique_id=_tag(f"/laporan/{row.code}/", clock.local(row.received_at)),
            unique_id_is_permalink=False,
            pubdate=row.received_at,
            updateddate=row.changed_at,
            categories=[clean(row.category)] if row.category else [],
        )
    return made.writeString("utf-8").encode(), made.content_type


def _tag(path: str, day: datetime) -> str:
    """Return the tag URI (RFC 4151) of a path, with its query, that was ours on a day."""
    return f"tag:{urlsplit(settings.PUBLIC_URL).hostname or 'tanggap'},{day:%Y-%m-%d}:{path}"


def title(row: Told) -> str:
    """Return what an item is called: the category and the place."""
    return " · ".join(part for part in (row.category or _("Not yet categorised"), row.place) if part)


def clean(text: str) -> str:
    """Return a text without the signs that no XML document may hold."""
    return _UNSPEAKABLE.sub("", text)
