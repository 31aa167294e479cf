"""The receipt on paper: what stands on it, on which paper, in which language, and how it is shown anew without being kept.

A receipt carries the private link, so it stands nowhere: what is needed to draw it again goes sealed into the page, opens for the same
officer only, and for an hour.
"""

import base64
import binascii
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock, crypto
from tanggap.core.refusal import Refusal
from tanggap.intake.words import Receipt
from tanggap.ledger import receipts
from tanggap.places import queries as places
from tanggap.reports.words import Visibility

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

SHOWN_FOR = timedelta(hours=1)
COOKIE = "kertas"
COOKIE_SECONDS = 365 * 24 * 60 * 60


class Paper(TextChoices):
    """What the counter's printer takes."""

    ROLL = "80mm", _("80 mm roll")
    A5 = "a5", _("A5 sheet")


class SlipIsOld(Refusal):
    """The sealed receipt of a page is of another officer, of yesterday, or broken."""

    message = _(
        "This receipt cannot be shown any more: it is shown to the officer who made it, for an hour. The report itself is safe."
    )


@dataclass(frozen=True, slots=True)
class Slip:
    """What a receipt is drawn from, by codes, so that it can be said in either language.

    Of a confidential report it names neither counter, category, place nor unit: a bystander, or who finds it, learns nothing from it.
    """

    code: str
    token: str
    at: datetime
    answer_due_at: datetime
    resolve_due_at: datetime
    is_public: bool
    channel: str = ""
    category: str = ""
    area: str = ""
    unit: str = ""
    mark: str = ""  # how the seal of the signed receipt begins (ledger.receipts.mark)

    @property
    def path(self) -> str:
        """Return the private link's path, empty when it may not be told again."""
        return f"/laporan/{self.code}/{self.token}/" if self.token else ""

    @property
    def track_path(self) -> str:
        """Return the public address of the report."""
        return f"/laporan/{self.code}/"

    def facts(self) -> dict[str, str]:
        """Return the names of what it is about, in the active language; empty ones are not for this paper."""
        channel, category = catalog.channel(self.channel), catalog.category(self.category)
        return {
            "channel": channel.label if channel else "",
            "category": category.label if category else "",
            "place": places.full_name(self.area or None),
            "unit": agencies.unit_label(self.unit or None),
        }


def slip(receipt: Receipt, *, channel: str, category: str | None) -> Slip:
    """Return the slip of a report that came by `channel` and was filed under `category`, None while a person has to file it."""
    way, row = catalog.channel(channel), catalog.category(category)
    is_secret = bool((way and way.is_confidential) or (row and row.is_confidential))
    told = {} if is_secret else {"channel": channel, "category": category or "", "area": receipt.area or ""}
    return Slip(
        code=receipt.code,
        token=receipt.token,
        at=clock.now(),
        answer_due_at=receipt.answer_due_at,
        resolve_due_at=receipt.resolve_due_at,
        is_public=receipt.visibility == Visibility.PUBLIC,
        unit="" if is_secret else receipt.unit_code,
        mark=receipts.mark(receipts.given(receipt.code)),
        **told,
    )


def sealed(slip: Slip, *, by: "Staff") -> str:
    """Return the slip for the page's form, readable by this server for this officer alone."""
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(slip).items()}
    until = (clock.now() + SHOWN_FOR).isoformat()
    return base64.urlsafe_b64encode(crypto.seal([until, values], context=_context(by))).decode()


def opened(text: str, *, by: "Staff") -> Slip:
    """Return the slip that `sealed` gave to this officer. Raises SlipIsOld."""
    try:
        until, values = crypto.unseal(base64.urlsafe_b64decode(text.encode()), context=_context(by))
    except (crypto.Unreadable, binascii.Error, ValueError) as error:
        raise SlipIsOld from error
    if datetime.fromisoformat(until) < clock.now():
        raise SlipIsOld
    return Slip(**{name: _instant(name, value) for name, value in values.items()})


def paper(typed: str | None) -> Paper:
    """Return the paper that a form or a cookie names, the roll for none."""
    return Paper(typed) if typed in Paper.values else Paper.ROLL


def _instant(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "at" or name.endswith("_at") else value


def _context(by: "Staff") -> str:
    return f"counter-slip:{by.pk}"
