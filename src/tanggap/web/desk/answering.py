"""Ready answers in an act's form, and the preview: what the reporter and the public will read, in their words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from tanggap.agencies import queries as agencies
from tanggap.catalog import answers
from tanggap.catalog.answers import Answer
from tanggap.catalog.pack.messages import Message
from tanggap.core.words import say
from tanggap.notify import preview
from tanggap.places.city import city
from tanggap.reports import events
from tanggap.reports.masking import masked
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.timeline import said_when
from tanggap.web.desk.acts import Act
from tanggap.web.desk.forms import ActForm

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

FIELDS = ("message", "question")


@dataclass(frozen=True, slots=True)
class Seen:
    """What will be read: the message to the reporter (None: none is sent) and the words on the public page, in `language`."""

    language: str
    message: Message | None
    public: str


def field_of(form: ActForm) -> str:
    """Return the field whose words others read; empty for a form without one."""
    return next((name for name in FIELDS if name in form.fields), "")


def offered(act: Act, report: DeskReport) -> list[Answer]:
    """Return the ready answers for an act. At most one statement."""
    if act.door not in answers.DOORS:
        return []
    return answers.offered(act.door, category=report.category_code, unit=report.unit_code)


def fill(form: ActForm, offered: list[Answer], key: str, report: DeskReport, staff: "Staff") -> None:
    """Put a ready answer into a sent form, behind what is written there already, in the reporter's language."""
    answer = next((one for one in offered if one.key == key), None)
    name = field_of(form)
    if answer is None or not name:
        return
    text = answer.filled(report.language, values(report, staff))
    written = str(form[name].value() or "").strip()
    form.write(name, written if text in written else "\n\n".join(part for part in (written, text) if part))


def values(report: DeskReport, staff: "Staff") -> dict[str, str]:
    """Return what the blanks of an answer become, in the reporter's language. Nothing of a person but role and unit."""
    with override(report.language if report.language in city().languages else settings.LANGUAGE_CODE):
        return {
            "code": report.code,
            "category": report.say_category(),
            "place": report.say_place(),
            "unit": agencies.unit_label(report.unit_code),
            "due": said_when(report.resolve_due_at),
            "answer_due": said_when(report.answer_due_at),
            "officer_title": answers.officer_title(_title(report, staff), staff.unit_id),
            "city": say(city().name),
        }


def _title(report: DeskReport, staff: "Staff") -> str:
    held = [grant.role for grant in agencies.grants(staff) if grant.unit == report.unit_code]
    return str((held or [grant.role for grant in agencies.grants(staff)])[0].label)


def seen(act: Act, form: ActForm, report: DeskReport, *, base_url: str) -> Seen:
    """Return what would be read if the form were sent as it stands. Two statements."""
    kind = events.KINDS[act.door]
    given: dict[str, Any] = {name: form[name].value() for name in form.fields if name in {*kind.public, *kind.staff}}
    told = preview.of(report.id, kind=act.door, payload={**given, "photos": None}, base_url=base_url)
    public = masked(str(given.get("message") or "")) if "message" in kind.public else ""
    return Seen(told.language, told.message, public)
