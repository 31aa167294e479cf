"""What somebody can subscribe to: checked when it is asked for, and said in one sentence wherever it is shown."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.catalog import queries as catalog
from tanggap.core import ids
from tanggap.core.refusal import Refusal
from tanggap.intake.checks import check_box
from tanggap.notify.models import Subscription
from tanggap.notify.words import Rhythm, Wished
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.models import Proposal
from tanggap.planning.rules import is_planned, rules
from tanggap.reports.models import Report
from tanggap.reports.words import Visibility

RADII: Final = (250, 500, 1000, 2000, 5000)
LONGEST_WORDS = 60
LONGEST_NUMBER = 6  # digits: what is longer is somebody's telephone or identity number
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody wants to hear of: a report or a proposal by its code, or reports of a search.

    A search narrows by an area or the surroundings of a point (WGS 84 degrees, metres), by a category of any level, and by words.
    """

    code: str = ""
    proposal: str = ""
    area: str = ""
    category: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_metres: int = 0
    words: str = ""
    wished: str = Wished.ALL
    rhythm: str = Rhythm.DAILY


def words_only(typed: str) -> str:
    """Return the words of what was typed and nothing else: no address, no number of a person, no sign that another could be led by."""
    found = [word for word in _WORD.findall(typed[:400]) if sum(sign.isdigit() for sign in word) <= LONGEST_NUMBER]
    kept = " ".join(found)
    return kept if len(kept) <= LONGEST_WORDS else kept[:LONGEST_WORDS].rsplit(" ", 1)[0]


def checked(target: Target, errors: dict[str, str | Promise]) -> dict[str, object]:
    """Return the columns of a subscription to `target`, and note in `errors` (by field) what nobody can be told of."""
    if target.wished not in Wished.values or target.rhythm not in Rhythm.values:
        errors["wished"] = _("Choose one of the answers.")
    how: dict[str, object] = {"wished": target.wished, "rhythm": target.rhythm}
    if target.code:
        meant = ids.sought_code(target.code, city().prefix)
        report = Report.objects.filter(code=meant, visibility=Visibility.PUBLIC).first()
        if report is None:
            errors["target"] = _("There is no public report with this code.")
        return how | {"report": report, "proposal": None, "category_id": None, "words": "", "wished": Wished.ALL}
    if target.proposal:
        proposal = _proposal(target.proposal)
        if proposal is None:
            errors["target"] = _("There is no proposal with this code.")
        return how | {"report": None, "proposal": proposal, "category_id": None, "words": "", "wished": Wished.ALL}
    return how | {"report": None, "proposal": None} | _search(target, errors)


def _proposal(code: str) -> Proposal | None:
    if not is_planned():
        return None
    return Proposal.objects.filter(code=ids.sought_code(code, rules().prefix)).first()


def _search(target: Target, errors: dict[str, str | Promise]) -> dict[str, object]:
    words = words_only(target.words)
    category = catalog.category(target.category) if target.category else None
    if target.category and (category is None or category.is_confidential):
        errors["category"] = _("This category is not known.")
    if target.words.strip() and not words:
        errors["words"] = _("There is no word in this that can be looked for.")
    found: dict[str, object] = {"category_id": target.category or None, "words": words}
    if target.area:
        area = places.current(target.area)
        if area is None:
            errors["target"] = _("This area is not known.")
        return found | {"area_id": area, "lon": None, "lat": None, "radius_metres": None}
    found |= {"area_id": None}
    if target.lon is None or target.lat is None:
        if target.radius_metres or not (target.category or words):
            errors.setdefault("target", _("Choose what you want to hear of."))
        return found | {"lon": None, "lat": None, "radius_metres": None}
    if target.radius_metres not in RADII:
        errors["radius"] = _("Choose one of the answers.")
    check_box(target.lon, target.lat)
    return found | {
        "lon": round(target.lon, 5),
        "lat": round(target.lat, 5),
        "radius_metres": target.radius_metres,
    }


def of_row(row: Subscription) -> Target:
    """Return what a subscription is to."""
    return Target(
        code=row.report.code if row.report else "",
        proposal=row.proposal.code if row.proposal else "",
        area=row.area_id or "",
        category=row.category_id or "",
        lon=row.lon,
        lat=row.lat,
        radius_metres=row.radius_metres or 0,
        words=row.words,
        wished=row.wished,
        rhythm=row.rhythm,
    )


def said(target: Target) -> str:
    """Return what will come, and when: `New reports about street lights in Pulo Gebang, Cakung, once a day …`."""
    what = {"what": subject(target)}
    if target.rhythm == Rhythm.WEEKLY:
        return _("%(what)s, once a week on Monday at six in the morning, if there is anything to tell") % what
    return _("%(what)s, once a day at six in the morning, if there is anything to tell") % what


def subject(target: Target) -> str:
    """Return what a subscription is about, in the active language."""
    if target.code:
        return _("Everything that happens to report %(code)s") % {"code": target.code}
    if target.proposal:
        return _("Everything that happens to proposal %(code)s") % {"code": target.proposal}
    what = {
        Wished.NEW: _("New reports"),
        Wished.SOLVED: _("Solved reports"),
    }.get(Wished(target.wished), _("Everything that happens to reports"))
    if row := catalog.category(target.category or None):
        what = _("%(what)s about %(category)s") % {"what": what, "category": row.label}
    if target.area:
        what = _("%(what)s in %(area)s") % {"what": what, "area": places.full_name(target.area)}
    elif target.lon is not None and target.lat is not None:
        what = _("%(what)s within %(distance)s of %(point)s") % {
            "what": what,
            "distance": distance(target.radius_metres),
            "point": _point(target.lon, target.lat),
        }
    if target.words:
        what = _("%(what)s with the words “%(words)s”") % {"what": what, "words": target.words}
    return what


def distance(metres: int) -> str:
    """Return a radius as people say it."""
    return f"{metres} m" if metres < 1000 else f"{metres // 1000} km"


def _point(lon: float, lat: float) -> str:
    where = f"{lat:.5f}, {lon:.5f}"
    try:
        name = places.full_name(locate.locate(lon, lat).area) if locate.has_boundaries() else ""
    except Refusal:
        name = ""
    return f"{where} ({name})" if name else where
