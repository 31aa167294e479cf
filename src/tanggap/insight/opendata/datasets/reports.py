"""One row a public report, as its page shows it; of guarded categories less is told."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.clock import local
from tanggap.core.words import say
from tanggap.insight.opendata import anonymity
from tanggap.insight.opendata.anonymity import GUARDED, WHOLE, Point
from tanggap.insight.opendata.columns import DAY, INSTANT, NUMBER, TEXT, TRUTH, Column, Dataset, Row, Snapshot, batches
from tanggap.insight.opendata.columns import WHOLE as COUNT
from tanggap.places import queries as places
from tanggap.reports.queries.public import exported
from tanggap.reports.queries.public.exported import Exported
from tanggap.reports.words import Origin, Outcome, State

LEVELS = 4
_UTC = _("UTC, ISO 8601")


def _choices(choices: type[State] | type[Outcome] | type[Origin]) -> tuple[tuple[str, str | Promise], ...]:
    return tuple((str(value), label) for value, label in choices.choices)


def _c(
    name: str,
    kind: str,
    source: str,
    about: str | Promise,
    *,
    nullable: bool = True,
    unit: str | Promise = "",
    values: tuple[tuple[str, str | Promise], ...] = (),
) -> Column:
    return Column(name, kind, about, source, nullable, unit, values)


def _levels() -> Iterator[Column]:
    for number in range(1, LEVELS + 1):
        about = format_lazy(_("Code of the area of level {n} around the place; 1 is the whole city."), n=number)
        yield _c(f"area_{number}", TEXT, "areas.code", about)
        yield _c(f"area_{number}_name", TEXT, "areas.name", format_lazy(_("Name of the area of level {n}."), n=number))


# fmt: off
COLUMNS: tuple[Column, ...] = (
    _c("code", TEXT, "report", _("Its public code; its page is /laporan/<code>/. Empty for guarded categories.")),
    _c("detail", TEXT, "category", _("How much the row tells: whole, or guarded where it could lead to a person."), nullable=False,
       values=((WHOLE, _("all that its page shows")), (GUARDED, _("no code, words, point, times, unit; five look alike")))),
    _c("received_on", DAY, "report.received_at", _("The city's day on which it was received. Empty where only the month is told.")),
    _c("received_month", TEXT, "report.received_at", _("The city's month in which it was received."), nullable=False, unit="YYYY-MM"),
    _c("received_at", INSTANT, "report.received_at", _("When it was received."), unit=_UTC),
    _c("occurred_at", INSTANT, "report.occurred_at", _("When the reporter saw it, if told."), unit=_UTC),
    _c("answered_at", INSTANT, "report.answered_at", _("When the city first answered."), unit=_UTC),
    _c("closed_at", INSTANT, "report.closed_at", _("When it was closed; empty while it is open."), unit=_UTC),
    _c("changed_at", INSTANT, "report.changed_at", _("When anything last happened to it."), unit=_UTC),
    _c("answer_due_at", INSTANT, "report.answer_due_at", _("Until when the first answer was promised."), unit=_UTC),
    _c("resolve_due_at", INSTANT, "report.resolve_due_at", _("Until when the solution is promised; pauses move it."), unit=_UTC),
    _c("category", TEXT, "categories.code", _("Code of its category. Empty while nobody knows it, and where it is not told.")),
    _c("category_group", TEXT, "categories.parent", _("Code of the group of categories.")),
    _c("category_name_id", TEXT, "categories.name_id", _("Its name in Indonesian, where the city has one (or its group's).")),
    _c("category_name_en", TEXT, "categories.name_en", _("Its name in English, where the city has one (or its group's).")),
    _c("state", TEXT, "report.state", _("Where it stands."), nullable=False, values=_choices(State)),
    _c("is_open", TRUTH, "report.state",
       _("Whether it is not closed: somebody works on it, or it waits in the yearly planning."), nullable=False),
    _c("outcome", TEXT, "report.outcome", _("How it ended; empty while it is open."), values=_choices(Outcome)),
    _c("area", TEXT, "areas.code", _("Code of the smallest area told. Empty where the reporter gave no place.")),
    _c("area_level", TEXT, "areas.level", _("The level of that area.")),
    *_levels(),
    _c("unit", TEXT, "units.code", _("Code of the unit that answers for it now.")),
    _c("unit_name_id", TEXT, "units.name_id", _("That unit's name in Indonesian, where the city has one.")),
    _c("unit_name_en", TEXT, "units.name_en", _("That unit's name in English, where the city has one.")),
    _c("verifier", TEXT, "units.code", _("Code of the unit that checked the claimed result, another one than that which did the work.")),
    _c("channel", TEXT, "report.channel", _("Code of the way in which it came. Empty where it is not told.")),
    _c("channel_name_id", TEXT, "report.channel", _("That way's name in Indonesian, where the city has one.")),
    _c("channel_name_en", TEXT, "report.channel", _("That way's name in English, where the city has one.")),
    _c("answer_kept", TRUTH, "report", _("Whether the first answer came by its promised time; empty before there is one.")),
    _c("resolve_kept", TRUTH, "report", _("Whether it was closed by its promised time; empty while it is open.")),
    _c("closed_fast", TRUTH, "report", _("Whether it was closed within ten minutes: nobody can have been there, so look at these apart."),
       nullable=False),
    _c("reopened", COUNT, "report.reopened_count", _("How often it was opened again."), nullable=False, unit=_("times")),
    _c("supporters", COUNT, "report.supporters", _("How many others stand behind it."), unit=_("people")),
    _c("joined_to", TEXT, "report.parent", _("Code of the report of the same problem that it was joined to.")),
    _c("origin", TEXT, "report.origin", _("How the row came to be."), nullable=False, values=_choices(Origin)),
    _c("lon", NUMBER, "report.lon", _("Longitude of the place."), unit=_("degrees, WGS 84")),
    _c("lat", NUMBER, "report.lat", _("Latitude of the place."), unit=_("degrees, WGS 84")),
    _c("text", TEXT, "report.public_text", _("What the reporter wrote; telephone numbers, names and the like are hidden (•••).")),
)
# fmt: on


def exact(row: Exported) -> Point:
    """Return where, what, when and how a report came, untouched."""
    return anonymity.exact(row.area, row.category, local(row.received_at).date(), row.channel)


def plan() -> anonymity.Plan:
    """Return how the guarded reports of the snapshot are told."""
    counted = exported.guarded_counts()
    return anonymity.plan(
        {anonymity.exact(area, category, on, way): number for area, category, on, way, number in counted}
    )


def _rows(snapshot: Snapshot) -> Iterator[Row]:
    for row in batches(lambda after: exported.whole(after=after), lambda row: row.id, 0):
        told = snapshot.plan.of(exact(row)) if row.is_guarded else None
        if told is not None or not row.is_guarded:
            yield as_row(row, told)


def as_row(row: Exported, told: Point | None = None) -> Row:
    """Return a report's row; of a guarded one only what stands in `told`, at the coarsest where none is given."""
    if row.is_guarded:
        return _guarded(row, told or anonymity.coarsest(exact(row)))
    on = local(row.received_at).date()
    return (
        row.code, WHOLE, on, anonymity.month_of(on), row.received_at, row.occurred_at, row.answered_at, row.closed_at, row.changed_at,
        row.answer_due_at, row.resolve_due_at, *_category(row.category), row.state, row.is_open, row.outcome or None, *_area(row.area),
        row.unit, *_unit(row.unit), row.verifier, row.channel, *_channel(row.channel), row.answer_kept, row.resolve_kept, row.is_fast,
        row.reopened, row.supporters, row.parent, row.origin, row.lon, row.lat, row.text,
    )  # fmt: skip


def _guarded(row: Exported, told: Point) -> Row:
    nothing = None
    on: date | None = told.on
    return (
        nothing, GUARDED, on, told.month, nothing, nothing, nothing, nothing, nothing,
        nothing, nothing, *_category(told.category), row.state, row.is_open, row.outcome or None, *_area(told.area),
        nothing, nothing, nothing, nothing, told.channel or None, *_channel(told.channel), row.answer_kept, row.resolve_kept, row.is_fast,
        row.reopened, nothing, nothing, row.origin, nothing, nothing, nothing,
    )  # fmt: skip


UNTOLD = (
    "code", "received_at", "occurred_at", "answered_at", "closed_at", "changed_at", "answer_due_at", "resolve_due_at", "unit",
    "verifier", "supporters", "joined_to", "lon", "lat", "text",
)  # fmt: skip
"""What no row of a guarded category tells."""


def _category(code: str | None) -> Row:
    row = catalog.category(code)
    if row is None:
        return code or None, None, None, None
    names = say(row.name, "id"), say(row.name, "en")
    return (row.code, row.parent, *names) if row.is_leaf else (None, row.code, *names)


def _area(code: str | None) -> Row:
    row = places.area(code)
    if row is None:
        return (code or None, None, *([None] * 2 * LEVELS))
    around: list[str | None] = []
    for above in row.path[:LEVELS]:
        found = places.area(above)
        around += [above, found.name if found else None]
    return (row.code, row.level, *around, *([None] * (2 * LEVELS - len(around))))


def _unit(code: str) -> Row:
    row = agencies.unit(code) or next((one.row for one in agencies.former_units() if one.row.code == code), None)
    return (say(row.name, "id"), say(row.name, "en")) if row else (None, None)


def _channel(code: str) -> Row:
    row = catalog.channel(code)
    return (say(row.name, "id"), say(row.name, "en")) if row else (None, None)


DATASET = Dataset(
    code="reports",
    title=_("Reports"),
    about=_(
        "One row for each public report: what, where and when, who answers for it, and whether the promises were kept."
    ),
    columns=COLUMNS,
    rows=_rows,
    key=("code",),
    is_large=True,
    point=("lon", "lat"),
    left_out=_(
        "Private reports are not in it. Reports of sensitive categories are told without code, words and point, and only so exactly that at"
        " least five look alike; the few that even then fewer look like are left out, and counted in the manifest."
    ),
)
