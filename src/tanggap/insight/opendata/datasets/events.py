"""What happened to each report, step by step, as its public timeline tells it: without words and without persons."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tanggap.insight.opendata.columns import INSTANT, TEXT, WHOLE, Column, Dataset, Row, Snapshot, batches
from tanggap.reports import events
from tanggap.reports.queries.public import exported
from tanggap.reports.words import NEW, State

_KINDS = tuple((kind.name, kind.label) for kind in events.KINDS.values() if kind.audience == events.PUBLIC)
_STATES = tuple((str(value), label) for value, label in State.choices)

COLUMNS = (
    Column("code", TEXT, _("The report's public code."), "report"),
    Column("version", WHOLE, _("Number of the step in its history, from 1; those that only the staff see are missing."), "event"),
    Column("kind", TEXT, _("What happened."), "event.kind", values=_KINDS),
    Column("state_before", TEXT, _("Where it stood before."), "event", values=((NEW, _("not there yet")), *_STATES)),
    Column("state_after", TEXT, _("Where it stands since then."), "event", values=_STATES),
    Column("unit", TEXT, _("Code of the unit that answers for it since then."), "units.code"),
    Column("actor_unit", TEXT, _("Code of the unit that acted; empty for citizens and for the clock."), "units.code", nullable=True),
    Column("at", INSTANT, _("When it happened."), "event.at", unit=_("UTC, ISO 8601")),
)  # fmt: skip


def _rows(_snapshot: Snapshot) -> Iterator[Row]:
    for one in batches(lambda after: exported.told(after=after), lambda row: (row.report, row.version), (0, 0)):
        yield one.code, one.version, one.kind, one.state_before, one.state_after, one.unit, one.actor_unit, one.at


DATASET = Dataset(
    code="events",
    title=_("Histories"),
    about=_(
        "One row for each public step in a report's history: what happened, through whom, and who answers for it since then."
    ),
    columns=COLUMNS,
    rows=_rows,
    key=("code", "version"),
    is_large=True,
    has_sheet=False,
    left_out=_("Steps of private reports and of reports of sensitive categories; what only the staff see; all words."),
)
