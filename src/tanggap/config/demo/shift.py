"""The last shift of the story at the desks that people can log in to: a note that names a colleague, what is followed, a hand-over."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import answering, answers
from tanggap.config.demo.figures import Figures
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.actions import handovers
from tanggap.reports.models import Report
from tanggap.reports.words import OPEN

HANDLERS = {Role.OFFICER, Role.SUPERVISOR}
SHIFT = timedelta(hours=8)


def leave(known: Figures) -> None:
    """Leave traces of a shift in each unit in which somebody who can log in handles reports. Played again, it adds nothing."""
    logins = {account.username for account in known.accounts}
    people = list(
        Staff.objects.filter(unit__in={one.unit for one in known.accounts}, is_active=True).order_by("username")
    )
    agencies.read_grants(people)
    with override(city().languages[0]):
        for reader in people:
            if reader.username in logins and agencies.holds(reader, HANDLERS, unit=reader.unit_id):
                _shift(reader, [one for one in people if one.unit_id == reader.unit_id and one.pk != reader.pk])


def _shift(reader: Staff, colleagues: list[Staff]) -> None:
    before = next((one for one in colleagues if agencies.holds(one, HANDLERS, unit=reader.unit_id)), None)
    rows = list(Report.objects.filter(unit=reader.unit_id, state__in=OPEN).order_by("due_at", "id")[:4])
    if agencies.holds(reader, {Role.SUPERVISOR}, unit=reader.unit_id) and not answers.of_unit(reader.unit_id):
        _keep_answer(reader)
    if before is None or not rows:
        return
    key = f"demo-{reader.unit_id}-{reader.username}"
    words = _("@%(name)s the crew found a second fault here; please look at the photos before you go.")
    reports.note(code=rows[0].code, by=before, note=words % {"name": reader.username}, key=key)
    reports.watch(code=rows[0].code, by=reader)
    handovers.hand_over(
        by=before,
        unit=reader.unit_id,
        began_at=clock.now() - SHIFT,
        key=key,
        note=_("The first one waits for material; the others can go on at once."),
        codes=[row.code for row in rows],
        notes={rows[0].code: _("Material comes tomorrow at eight.")},
    )


def _keep_answer(supervisor: Staff) -> None:
    name, text = {}, {}
    for language in city().languages:
        with override(language):
            name[language] = _("Is it still like that?")
            text[language] = _(
                "Report {code}: a crew of {unit} was there. Is it still like that? Please answer on your private page."
            )
    answering.keep(by=supervisor, unit=supervisor.unit_id, door="reports.ask", name=name, text=text)
