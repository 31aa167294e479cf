"""Whom a report can be given to, each with what speaks for and against it."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import absences, competencies, people
from tanggap.agencies.models import Staff
from tanggap.reports.assigning import open_loads


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who handles reports in a unit: open reports, until when away and who covers, and what is lacking for the category."""

    username: str
    name: str
    load: int
    away_until: date | None
    cover: str
    lacks: str

    @property
    def told(self) -> str:
        """Return what speaks for or against the person, in the active language."""
        parts = [ngettext("%(n)d open", "%(n)d open", self.load) % {"n": self.load}]
        if self.away_until:
            until = date_format(self.away_until, "j M Y")
            parts.append(_("away until %(until)s") % {"until": until})
            parts += [_("%(name)s covers") % {"name": self.cover}] if self.cover else []
        if self.lacks:
            parts.append(_("lacks “%(competency)s”") % {"competency": self.lacks})
        return " · ".join(parts)


def colleagues(unit: str, *, category: str | None) -> list[Colleague]:
    """Return those who handle reports for `unit`, by name. Six statements."""
    order = [username for username, _name in people.colleagues(unit)]
    rows = {row.username: row for row in Staff.objects.filter(username__in=order)}
    everybody = [rows[username] for username in order if username in rows]
    loads = open_loads([one.pk for one in everybody])
    away = absences.all_on(absences.today())
    lacking = competencies.blocked(everybody, room="reports", category=category)
    names = {one.pk: one.display_name for one in everybody}
    found = []
    for one in everybody:
        cover = absences.stand_in(one.pk, away) if one.pk in away else None
        found.append(
            Colleague(
                username=one.username,
                name=one.display_name,
                load=loads.get(one.pk, 0),
                away_until=away[one.pk].ends_on if one.pk in away else None,
                cover=names.get(cover, "") if cover else "",
                lacks=lacking[one.pk].need.competency.label if one.pk in lacking else "",
            )
        )
    return found
