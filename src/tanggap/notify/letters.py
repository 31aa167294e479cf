"""A message as it is sent: opened, worded and addressed at the moment when it goes, and forgotten after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.catalog import queries as catalog
from tanggap.core import clock, crypto
from tanggap.core.words import say
from tanggap.notify import addresses, digests, dispatch, links, news, papers, quiet, wordings
from tanggap.notify.addresses import Address
from tanggap.notify.models import OutboundMessage, Wish
from tanggap.notify.rendering import Links, rendered
from tanggap.notify.words import CONFIRM, DIGEST, DISCREET, INVITATION, NEWS, PAPER, STILL_YOU, Delivery, Subscribed
from tanggap.places.city import city
from tanggap.reports import outbox
from tanggap.reports.models import Report

FIXED = frozenset({STILL_YOU, CONFIRM})
"""What is said to an address whose owner nobody knows: the same words to everybody."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Words for one person. `code` is the report that an answer to it joins, empty for what nobody answers to.

    `facts` say the same without prose; `unsubscribe` is the address that ends such messages by one POST.
    """

    address: Address
    subject: str = field(repr=False)
    text: str = field(repr=False)
    short: str = field(repr=False)
    language: str
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    unsubscribe: str = field(default="", repr=False)
    files: tuple[papers.File, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Unsent:
    """Why a message is not sent, or until when it waits."""

    state: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """How a message goes. `is_public`: everybody will read it. `is_alone`: only its reader does, so it may hold the private link.

    `is_mail`: it ends with how to stop such messages. `channel` is the one by whose account it goes.
    """

    channel: str
    is_public: bool = False
    is_alone: bool = True
    is_mail: bool = False


def letter(message: int, going: Going) -> Letter | Unsent:
    """Return a message that a channel took on, as it is true now; or why it is not to be sent any more.

    In public nothing of a confidential report is said at all; elsewhere only that there is news (threats.md §3 case 23).
    """
    row = OutboundMessage.objects.select_related("report", "staff", "subscription").get(pk=message)
    now = clock.now()
    if row.staff_id is None and (later := quiet.until(now, row.template)):
        return Unsent(Delivery.QUEUED, later)
    if row.report is not None:
        return _to_reporter(row, row.report, going)
    if row.subscription is not None:
        return _to_subscriber(row)
    return _to_staff(row)


def _to_reporter(row: OutboundMessage, report: Report, going: Going) -> Letter | Unsent:
    to = next((one for one in addresses.of_reports([report.pk]).get(report.pk, []) if one.way == row.way), None)
    if to is None:
        return Unsent(Delivery.NONE)
    if dispatch.is_shut(to):
        return Unsent(Delivery.RESTING)
    wish = Wish.objects.filter(report=report).first()
    if wish and wish.stopped_at:
        return Unsent(Delivery.UNWANTED)
    is_secret = is_confidential(report)
    if going.is_public and (is_secret or row.template in FIXED or row.template == INVITATION):
        return Unsent(Delivery.NONE)
    facts = outbox.some({row.event or 0})
    fact = facts[row.event or 0]
    about = outbox.about({fact.report, report.pk})
    base = settings.PUBLIC_URL
    stop = f"{base}/berhenti/{links.of_report(links.STOP, report.pk, bytes(report.nonce))}/"
    with override(row.language):
        hidden = _("your private link")
    is_seen_by_one = going.is_alone and not going.is_public
    survey = f"{base}/survei/{links.of_report(links.SURVEY, report.pk, bytes(report.nonce))}/"
    private = f"{base}/laporan/{report.code}/{crypto.private_token(bytes(report.nonce))}/"
    template = DISCREET if is_secret and row.template != STILL_YOU else row.template
    words = rendered(
        template,
        row.language,
        fact=fact,
        history=outbox.histories({fact.report})[fact.report],
        subject=about[fact.report],
        own=about[report.pk],
        links=Links(
            track=f"{base}/laporan/{report.code}/",
            private=private if is_seen_by_one else hidden,
            confirm=f"{base}/masih-anda/{links.of_report(links.STILL, report.pk, bytes(report.nonce))}/",
            stop=stop,
            questionnaire=survey if is_seen_by_one else hidden,
        ),
        channel=going.channel,
    )
    is_fixed = template in FIXED
    return Letter(
        to,
        words.subject,
        words.text if is_fixed or not going.is_mail else words.text + _foot(row.language, stop),
        words.short,
        row.language,
        code="" if is_fixed else report.code,
        facts={} if is_fixed or is_secret else {"kind": row.template, "state": fact.state, "unit": fact.unit},
        unsubscribe=stop,
    )


def is_confidential(report: Report) -> bool:
    """Return whether a report's channel or category keeps it from everybody but those who handle it."""
    channel, category = catalog.channel(report.channel_id), catalog.category(report.category_id)
    return bool((channel and channel.is_confidential) or (category and category.is_confidential))


def _foot(language: str, stop: str) -> str:
    with override(language):
        return "\n\n-- \n" + _("You get this because you sent this report. Stop these messages: %(address)s") % {
            "address": stop
        }


def _to_subscriber(row: OutboundMessage) -> Letter | Unsent:
    subscription = row.subscription
    if subscription is None or subscription.state == Subscribed.ENDED:
        return Unsent(Delivery.UNWANTED)
    to = addresses.of_subscription(subscription)
    if to is None:
        return Unsent(Delivery.NONE)
    if dispatch.is_shut(to):
        return Unsent(Delivery.RESTING)
    base = settings.PUBLIC_URL
    stop = f"{base}/berhenti/{links.of_subscription(links.STOP, subscription)}/"
    values = {
        "confirm_url": f"{base}/langganan/{links.of_subscription(links.CONFIRM, subscription)}/",
        "stop_url": stop,
    }
    with override(row.language):
        values["city"] = say(city().name)
        if row.template == NEWS:
            told = news.told(row, base_url=base)
            if told is None:
                return Unsent(Delivery.NONE)
            values |= {"news": told.text, "date": told.date}
            stop = news.stop_address(told.only) if told.only else stop
    words = wordings.message(row.template, row.language).filled(**values)
    return Letter(
        to,
        words.subject,
        words.text,
        words.short,
        row.language,
        unsubscribe="" if row.template == CONFIRM else stop,
    )


def _to_staff(row: OutboundMessage) -> Letter | Unsent:
    to = addresses.of_staff(row.staff_id, at=row.made_at) if row.staff_id is not None else None
    if to is None:
        return Unsent(Delivery.NONE)
    if dispatch.is_shut(to):
        return Unsent(Delivery.RESTING)
    if row.template == PAPER:
        return _paper(row, to)
    if row.template != DIGEST:
        return Unsent(Delivery.NONE)
    said = digests.digest(row, base_url=settings.PUBLIC_URL)
    return Letter(to, said.subject, said.text, said.subject, row.language) if said.codes else Unsent(Delivery.NONE)


def _paper(row: OutboundMessage, to: Address) -> Letter | Unsent:
    sheet = papers.sheet(row.bundle, row.language)
    if sheet is None:
        return Unsent(Delivery.EXPIRED)
    return Letter(to, sheet.subject, sheet.text, sheet.subject, row.language, files=(sheet.file,))
