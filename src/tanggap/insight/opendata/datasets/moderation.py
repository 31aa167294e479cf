"""What was taken out of the public's sight, and why: the public log of `/moderasi/`."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tanggap.core.clock import local
from tanggap.insight.opendata.columns import DAY, TEXT, WHOLE, Column, Dataset, Row, Snapshot
from tanggap.reports.queries import moderation
from tanggap.reports.words import HideReason


def _rows(_snapshot: Snapshot) -> Iterator[Row]:
    for entry in moderation.whole_log():
        yield entry.number, local(entry.at).date(), entry.act, entry.reason, entry.area or None, entry.place or None


DATASET = Dataset(
    code="moderation",
    title=_("Moderation log"),
    about=_("One row for each time that a report, a photo or words were hidden from the public or shown again, and why."),
    columns=(
        Column("number", WHOLE, _("Number of the entry, without a gap."), "moderation"),
        Column("on", DAY, _("The city's day of the act."), "moderation"),
        Column("act", TEXT, _("What was done."), "moderation", values=tuple(moderation.ACTS.items())),
        Column("reason", TEXT, _("Why."), "moderation", values=tuple((str(value), word) for value, word in HideReason.choices)),
        Column("area", TEXT, _("Code of the area, of the second level, which leads to no report."), "areas.code", nullable=True),
        Column("area_name", TEXT, _("That area's name."), "areas.name", nullable=True),
    ),
    rows=_rows,
    key=("number",),
    left_out=_("Which report it was."),
)  # fmt: skip
