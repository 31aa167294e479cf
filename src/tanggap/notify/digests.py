"""The words of what a member of staff is told together: how many reports run out of time, and which, soonest to be late first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from tanggap.catalog import queries as catalog
from tanggap.notify.models import OutboundMessage, StaffNotice

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to one person. It names codes and categories, and nothing of who reported."""

    subject: str
    text: str
    codes: tuple[str, ...]


def digest(message: OutboundMessage, *, base_url: str = "") -> Digest:
    """Return the words of a staff message as they are true now, in its language; `base_url` begins the desk's address. One statement."""
    alone = {"event": int(message.bundle)} if message.bundle.isdigit() else {"bundle": message.bundle}
    told = StaffNotice.objects.filter(staff=message.staff_id, **alone).select_related("report").order_by("id")
    lowest: dict[int, StaffNotice] = {}
    for row in sorted(told, key=lambda row: row.facts.get("share", 0)):
        if row.report_id is not None:
            lowest.setdefault(row.report_id, row)
    rows = list(lowest.values())
    with override(message.language):
        subject = ngettext(
            "%(number)d report is running out of time", "%(number)d reports are running out of time", len(rows)
        ) % {"number": len(rows)}
        lines = [_line(row) for row in rows[:MOST_LISTED]]
        if len(rows) > MOST_LISTED:
            lines.append(_("… and %(number)d more") % {"number": len(rows) - MOST_LISTED})
        lines.append(_("Take notice of them here: %(address)s") % {"address": f"{base_url}/desk/eskalasi/"})
    return Digest(subject, "\n".join(lines), tuple(row.report.code for row in rows if row.report))


def _line(row: StaffNotice) -> str:
    code, category = (row.report.code, catalog.category(row.report.category_id)) if row.report else ("", None)
    share = int(row.facts.get("share", 0))
    left = _("%(share)d %% of the time is left") if share > 0 else _("the time is over by %(share)d %%")
    if share == 0:
        left = _("the time is over")
    name = category.label if category else _("No category yet")
    return f"{code} · {name} · {left % {'share': abs(share)} if share else left}"
