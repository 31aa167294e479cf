"""From what `POST requests` sends to the one door, in the name of the program that sends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.api.open311 import faults, services, terms
from tanggap.api.open311.parameters import Parameters
from tanggap.api.problems import Fault
from tanggap.catalog import queries as catalog
from tanggap.catalog.queries import CategoryRow
from tanggap.clients.actions import still_valid
from tanggap.clients.queries import Caller
from tanggap.clients.words import Scope
from tanggap.intake import actions as intake
from tanggap.intake.words import InboundReport, Receipt, Reporter
from tanggap.reports.photos import Upload

ADAPTERS = ("open311", "api", "web")
KEPT = (
    "jurisdiction_id",
    "device_id",
    "account_id",
    "media_url",
    "address_id",
    "address_string",
    "lat",
    "long",
    "description",
)
"""What of a request is kept, sealed, as it came; a picture's address is never fetched and never shown (docs/open311.md)."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Which program sends, and its own id of this very report, empty when it names none."""

    caller: Caller
    key: str

    @property
    def external_id(self) -> str:
        """Return the id by which the one door knows the report; of one program's ids another knows nothing."""
        return f"{self.caller.client}/{self.key}" if self.caller.client and self.key else self.key


def permit(caller: Caller) -> None:
    """Raises KeyNeeded unless reports are taken from this caller: one with the scope, or anybody where the city says so."""
    if Scope.REPORTS_WRITE in caller.scopes or (caller.is_anonymous and terms.terms().is_open):
        return
    raise faults.KeyNeeded


def channel() -> str:
    """Return the channel that these reports count for: the city's own for Open311, else what the API's count for."""
    return next((row.code for adapter in ADAPTERS for row in catalog.channels() if row.adapter == adapter), "")


def accept(given: Parameters, pictures: Sequence[Upload], *, by: Sender) -> Receipt:
    """Take a report in. A key that was revoked meanwhile writes nothing. Raises Problems, BadKey, and what intake.accept raises."""
    inbound = _inbound(given, pictures, by)
    with transaction.atomic():
        still_valid(by.caller)
        return intake.accept(inbound)


def _inbound(given: Parameters, pictures: Sequence[Upload], by: Sender) -> InboundReport:
    code = given.one("service_code")
    if not code:
        raise faults.missing("service_code")
    service = services.service(code)
    lat, lon, address, area = (
        given.number("lat"),
        given.number("long"),
        given.one("address_string"),
        given.one("address_id"),
    )
    if lat is None and lon is None and not address and not area:
        raise faults.Missing(
            errors=[Fault("lat, long", _("Say where it is: lat and long, or address_string, or address_id."))]
        )
    names = (given.one("first_name"), given.one("last_name"))
    return InboundReport(
        channel=channel(),
        text=given.one("description") or service.label,
        external_id=by.external_id,
        category=service.code,
        lat=lat,
        lon=lon,
        area=area or None,
        address=address,
        reporter=Reporter(" ".join(filter(None, names)), given.one("email"), given.one("phone")),
        details=_details(service, given),
        is_complete_form=True,
        photos=pictures,
        language=given.one("locale")[:2].lower(),
        raw={name: list(given.values[name]) for name in KEPT if name in given.values},
    )


def _details(service: CategoryRow, given: Parameters) -> dict[str, str]:
    """Return the answers to the service's questions; several values only where a list of them is asked for. Raises Unusable."""
    kinds = {question["code"]: question["kind"] for question in service.questions}
    details = {}
    for code, values in given.attributes.items():
        if kinds.get(code) == "choices":
            details[code] = ",".join(
                dict.fromkeys(part.strip() for value in values for part in value.split(",") if part.strip())
            )
        elif len(values) > 1:
            raise faults.unusable(f"attribute[{code}]", _("Given twice."))
        else:
            details[code] = values[0]
    return details
