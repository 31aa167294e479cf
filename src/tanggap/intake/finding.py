"""Finding a reporter's reports by the reporter's own telephone number or e-mail address, which nobody may see otherwise.

The vault is not opened: a keyed hash of what was typed is compared. Only the whole contact finds anything, and each question is written
down with who asked, before it is answered.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid
from tanggap.intake.checks import canonical_phone
from tanggap.intake.models import ContactLookup
from tanggap.reports import access
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity

MOST = 100
LONGEST = 254
_NUMBER = re.compile(r"^\+?[\d\s().-]{8,20}$")


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number (E.164) or an e-mail address, as the vault indexes it."""

    kind: str
    value: str


def contact(typed: str) -> Contact | None:
    """Return the contact that was typed, None for anything else: a code and a sentence are none."""
    text = typed.strip()
    if "@" in text and len(text) <= LONGEST:
        try:
            validate_email(text)
        except ValidationError:
            return None
        return Contact("email", text.lower())
    if not _NUMBER.match(text):
        return None
    phone = canonical_phone(text)
    return Contact("phone", phone) if phone else None


def may_find(staff: Staff) -> bool:
    """Return whether a person may look for a reporter at all."""
    return permissions.allows("desk.find_reporter", staff)


@transaction.atomic
def of_reporter(*, typed: str, by: Staff) -> list[int]:
    """Return the ids of the reports with this very contact that the person may ask for, the newest first, at most MOST.

    The question is written down. Raises NotAllowed, and Invalid for what is no contact.
    """
    permissions.permit("desk.find_reporter", by)
    asked = contact(typed)
    if asked is None:
        raise Invalid({"q": _("This is neither a whole telephone number nor an e-mail address.")})
    index = crypto.blind_index(asked.kind, asked.value)
    wanted = {f"{asked.kind}_index": index}
    reports = Identity.objects.filter(**wanted).values("report")
    found = Report.objects.filter(access.reach("desk.find_reporter", by), pk__in=reports).order_by(
        "-received_at", "-id"
    )
    ids = list(found.values_list("pk", flat=True)[:MOST])
    ContactLookup.objects.create(staff=by, at=clock.now(), kind=asked.kind, index=index, found=len(ids))
    return ids
