"""The words of a message: the operator's own where there are some, else the pack's; for one channel where it has its own, else for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.pack import messages as pack
from tanggap.catalog.pack.messages import LONGEST_SHORT, MESSAGES, NEEDED, PARTS, Message
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.core.shelf import Shelf
from tanggap.core.words import say
from tanggap.notify.models import Wording
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries.timeline import said_when

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

Key = tuple[str, str, str]
LONGEST_SUBJECT = 150
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the operator sees it. `own`: the words are the operator's; `by` and `at`: who wrote them and when, of the latest."""

    template: str
    language: str
    channel: str
    words: Message
    of_pack: Message
    own: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the list: which languages and channels have words of the operator's own."""

    template: str
    subject: str
    own: tuple[str, ...]


def _load() -> dict[Key, Message]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (template, language, channel) template, language, channel, subject, text, short"
            " FROM notify_wording ORDER BY template, language, channel, id DESC"
        )
        rows = cursor.fetchall()
    return {(row[0], row[1], row[2]): Message(*row[3:]) for row in rows if any(row[3:])}


_shelf: Shelf[Key, Message] = Shelf(_load)


def message(template: str, language: str, channel: str = "") -> Message:
    """Return the words of a message in one of the city's languages, with their blanks. No statement but the shelf's."""
    wanted = language if language in city().languages else city().languages[0]
    own = _shelf.all()
    found = own.get((template, wanted, channel)) if channel else None
    return found or _pack_by(template, wanted, channel) or own.get((template, wanted, "")) or _pack(template, wanted)


def _pack(template: str, language: str) -> Message:
    return pack.messages(settings.TANGGAP_PACK, language)[template]


def _pack_by(template: str, language: str, channel: str) -> Message | None:
    return pack.by_channel(settings.TANGGAP_PACK, language).get((template, channel)) if channel else None


def listed() -> list[Row]:
    """Return every message, its subject in the active language, in the order of the pack, with where it has words of one's own."""
    own = sorted(_shelf.all())
    return [
        Row(
            name,
            message(name, get_language() or "").subject,
            tuple(f"{language} · {channel}" if channel else language for key, language, channel in own if key == name),
        )
        for name in MESSAGES
    ]


def shown(template: str, language: str, channel: str = "") -> Shown:
    """Return a message for its editor. Raises NotFound for an unknown message, language or channel."""
    _known(template, language, channel)
    of_pack = _pack_by(template, language, channel) or _pack(template, language)
    own = _shelf.get((template, language, channel))
    latest = (
        Wording.objects.filter(template=template, language=language, channel=channel)
        .select_related("by")
        .order_by("-id")
        .first()
    )
    return Shown(
        template,
        language,
        channel,
        own or message(template, language, channel),
        of_pack,
        own is not None,
        latest.by.display_name if latest else "",
        latest.at if latest else None,
    )


def filled(words: Message, language: str) -> Message:
    """Return words as a reporter would read them, with the values of an example. No statement but the shelves'."""
    with override(language):
        return words.filled(**_example())


def _example() -> dict[str, str]:
    code, base, due = f"{city().prefix}-4KQ2-M9XT-1C7", settings.PUBLIC_URL, clock.now() + timedelta(days=3)
    category = next((row.label for row in catalog.categories() if row.is_leaf), "")
    area = next((row.code for row in places.areas(level=city().leaf_level)), None)
    return {
        "city": say(city().name),
        "code": code,
        "parent_code": f"{city().prefix}-7WX3-A2BC-9DE",
        "category": category,
        "area": places.full_name(area),
        "unit": agencies.unit_label(city().intake_unit),
        "due": said_when(due),
        "answer_due": said_when(due - timedelta(days=2)),
        "days": str(city().feedback_days),
        "year": str(due.year + 1),
        "note": _("What the unit adds stands here."),
        "question": _("What the unit asks stands here."),
        "reason": _("The reason stands here."),
        "body": _("The responsible body"),
        "contact": "021-555-0100",
        "date": date_format(clock.local(due), "j F Y"),
        "news": f"{code} · {category} · {places.full_name(area)}\n{base}/laporan/{code}/",
        "track_url": f"{base}/laporan/{code}/",
        "private_url": f"{base}/laporan/{code}/•••/",
        "survey_url": f"{base}/laporan/{code}/•••/nilai/",
        "questionnaire_url": f"{base}/survei/•••/",
        "confirm_url": f"{base}/…/•••/",
        "stop_url": f"{base}/berhenti/•••/",
    }


@transaction.atomic
def write(*, by: "Staff", template: str, language: str, channel: str, subject: str, text: str, short: str) -> Wording:
    """Put the operator's own words in place of the pack's, from now on. Raises NotAllowed, NotFound, Invalid (subject, text, short)."""
    permissions.permit("messages.write", by)
    _known(template, language, channel)
    words = checked(template, {"subject": subject, "text": text, "short": short})
    return _added(by, template, language, channel, words)


@transaction.atomic
def give_back(*, by: "Staff", template: str, language: str, channel: str) -> Wording:
    """Let the pack's words hold again. Raises NotAllowed, NotFound."""
    permissions.permit("messages.write", by)
    _known(template, language, channel)
    return _added(by, template, language, channel, Message("", "", ""))


def checked(template: str, given: Mapping[str, str]) -> Message:
    """Return words that a message may have: all its parts, none too long, with blanks that have a value. Raises Invalid."""
    words = {part: given.get(part, "").replace("\r\n", "\n").strip() for part in PARTS}
    errors: dict[str, str | Promise] = {}
    for part, most in (("subject", LONGEST_SUBJECT), ("text", LONGEST_TEXT), ("short", LONGEST_SHORT)):
        if fault := _fault(template, part, words[part], most):
            errors[part] = fault
    if errors:
        raise Invalid(errors)
    return Message(**words)


def _fault(template: str, part: str, text: str, most: int) -> str | Promise | None:
    if not text:
        return _("Please write something here.")
    if len(text) > most:
        return _("At most %(most)d characters.") % {"most": most}
    if part == "subject" and "\n" in text:
        return _("A subject is one line.")
    if "\x00" in text:
        return _("This holds a character that cannot be written.")
    try:
        strange = pack.unknown(template, text)
    except ValueError:
        return _("A brace stands alone here. Write a literal one twice.")
    if strange:
        return _("This message has no {%(blank)s}.") % {"blank": strange[0][:40]}
    needed = NEEDED.get(template)
    if part == "text" and needed and f"{{{needed}}}" not in text:
        return _("This message is of no use without {%(blank)s}.") % {"blank": needed}
    return None


def _added(by: "Staff", template: str, language: str, channel: str, words: Message) -> Wording:
    row = Wording.objects.create(
        template=template,
        language=language,
        channel=channel,
        subject=words.subject,
        text=words.text,
        short=words.short,
        by=by,
        at=clock.now(),
    )
    transaction.on_commit(_shelf.clear)
    return row


def _known(template: str, language: str, channel: str) -> None:
    if template not in MESSAGES or language not in city().languages or (channel and catalog.channel(channel) is None):
        raise NotFound
