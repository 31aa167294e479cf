"""What the codes of the other datasets mean: areas, categories, units."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.core.words import say
from tanggap.insight.opendata.columns import TEXT, TRUTH, WHOLE, Column, Dataset, Row, Snapshot
from tanggap.places import boundaries
from tanggap.places import queries as places


def _areas(_snapshot: Snapshot) -> Iterator[Row]:
    for row in places.areas():
        yield row.code, row.level, len(row.path), row.name, row.parent, row.is_leaf


def _shape(row: Row) -> Any:
    """Return an area's shape as GeoJSON, None where the pack has none."""
    return _shapes(Path(settings.TANGGAP_PACK)).get(str(row[0]))


@lru_cache(maxsize=2)
def _shapes(_pack: Path) -> dict[str, Any]:
    import gzip
    import json

    packed = boundaries.web_boundaries()
    features = json.loads(gzip.decompress(packed))["features"] if packed else []
    return {feature["properties"]["code"]: feature["geometry"] for feature in features}


def _categories(_snapshot: Snapshot) -> Iterator[Row]:
    for row in catalog.categories():
        policy = catalog.policy_for(row.code)
        yield (
            row.code, row.parent, say(row.name, "id"), say(row.name, "en"), row.is_leaf, row.is_sensitive or row.is_confidential,
            policy.answer_minutes, policy.resolve_minutes, policy.is_working_time,
        )  # fmt: skip


def _units(_snapshot: Snapshot) -> Iterator[Row]:
    for row, is_active in [
        *((row, True) for row in agencies.units()),
        *((former.row, False) for former in agencies.former_units()),
    ]:
        yield (
            row.code,
            say(row.name, "id"),
            say(row.name, "en"),
            row.kind,
            row.level or None,
            row.parent,
            row.area,
            is_active,
        )


_MINUTES = _("minutes")
AREAS = Dataset(
    code="areas",
    title=_("Areas"),
    about=_(
        "The city's areas of every level, with their codes, names and (as GeoJSON) the shapes of the smallest ones, simplified for maps."
    ),
    columns=(
        Column("code", TEXT, _("The area's official code."), "city pack"),
        Column("level", TEXT, _("What kind of area it is, as the city calls it."), "city pack"),
        Column("depth", WHOLE, _("1 for the whole city, one more for each level below."), "city pack"),
        Column("name", TEXT, _("Its name."), "city pack"),
        Column("parent", TEXT, _("Code of the area that it lies in."), "areas.code", nullable=True),
        Column("is_smallest", TRUTH, _("Whether it is divided no further."), "city pack"),
    ),
    rows=_areas,
    key=("code",),
    shape=_shape,
)
CATEGORIES = Dataset(
    code="categories",
    title=_("Categories"),
    about=_("What can be reported, and what is promised for it today."),
    columns=(
        Column("code", TEXT, _("The category's code."), "city pack"),
        Column("parent", TEXT, _("Code of its group."), "categories.code", nullable=True),
        Column("name_id", TEXT, _("Its name in Indonesian, where the city has one."), "city pack"),
        Column("name_en", TEXT, _("Its name in English, where the city has one."), "city pack"),
        Column("is_reported", TRUTH, _("Whether it can be chosen; groups cannot."), "city pack"),
        Column(
            "is_guarded",
            TRUTH,
            _("Whether its reports are told less exactly, because they could lead to a person."),
            "city pack",
        ),
        Column("answer_minutes", WHOLE, _("Promised time to a first answer."), "city pack", unit=_MINUTES),
        Column("resolve_minutes", WHOLE, _("Promised time to the solution."), "city pack", unit=_MINUTES),
        Column("is_working_time", TRUTH, _("Whether these minutes are counted in office hours only."), "city pack"),
    ),
    rows=_categories,
    key=("code",),
)
UNITS = Dataset(
    code="units",
    title=_("Units"),
    about=_("Who works on reports and who checks the results: agencies, offices, companies, partners."),
    columns=(
        Column("code", TEXT, _("The unit's code."), "city pack"),
        Column("name_id", TEXT, _("Its name in Indonesian, where the city has one."), "city pack"),
        Column("name_en", TEXT, _("Its name in English, where the city has one."), "city pack"),
        Column("kind", TEXT, _("What kind of unit it is."), "city pack", values=tuple((str(v), w) for v, w in UnitKind.choices)),
        Column("level", TEXT, _("The level at which it works."), "city pack", nullable=True),
        Column("parent", TEXT, _("Code of the unit above it."), "units.code", nullable=True),
        Column("area", TEXT, _("Code of the area that it works for; empty for the whole city."), "areas.code", nullable=True),
        Column("is_active", TRUTH, _("Whether it still exists; a former one keeps its code."), "city pack"),
    ),
    rows=_units,
    key=("code",),
)  # fmt: skip
