"""The register of competencies: who has shown what, who lacks what, until when; for pages, exports and the person concerned."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tanggap.agencies import competencies, teams
from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import today
from tanggap.agencies.competencies import Finding, Held, Need
from tanggap.agencies.models import Certificate, Staff
from tanggap.agencies.words import Standing
from tanggap.catalog import handled
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.insight import sheets

PAGE = 50
LONGEST_SEARCH = 80
COLUMNS = (
    "username", "name", "unit", "unit_name", "competency", "competency_name", "level", "level_held", "standing", "evidence",
    "valid_from", "valid_until", "blocked_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One person and one competency that the work asks for; without `is_asked` one that is held besides."""

    username: str
    name: str
    unit: str
    finding: Finding
    is_asked: bool = True

    @property
    def unit_label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)

    @property
    def categories(self) -> str:
        """Return for which categories it is asked, in words; empty for all work."""
        rows = (catalog.category(code) for code in sorted(self.finding.need.categories))
        return ", ".join(row.label for row in rows if row)

    @property
    def told(self) -> str:
        """Return what the person must know about it; empty when all is well."""
        return competencies.told(self.finding)

    @property
    def level_held(self) -> str:
        """Return the level of the best proof in words; empty for none."""
        held = self.finding.held
        return self.finding.need.competency.level_label(held.level) if held else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list. `units` None: everybody; `standing` empty: all."""

    units: Collection[str] | None = None
    text: str = ""
    competency: str = ""
    standing: str = ""


def listed(wanted: Wanted, *, after: str = "", limit: int = PAGE) -> Page[Row]:
    """Return the rows of people by username, from behind `after` on, whole people until `limit` rows. Three statements."""
    is_narrow = bool(wanted.standing or wanted.competency)
    people = _people(wanted, after)[: None if is_narrow else limit + 1]
    rows: list[Row] = []
    last = ""
    for person, of in _rows(list(people), wanted):
        if len(rows) >= limit:
            return Page(rows, last)
        rows += of
        last = person.username
    return Page(rows)


def everything(wanted: Wanted) -> Iterator[Row]:
    """Yield every row that fits. Three statements."""
    for _person, rows in _rows(list(_people(wanted, "")), wanted):
        yield from rows


def counts(units: Collection[str] | None) -> dict[Standing, int]:
    """Return how many rows stand how. Three statements."""
    found = dict.fromkeys(Standing, 0)
    for row in everything(Wanted(units=units)):
        found[row.finding.standing] += 1
    return found


def of_person(username: str) -> list[Row]:
    """Return what a person's work asks for and what the person holds besides, worst first. Three statements. Raises NotFound."""
    person = Staff.objects.filter(username=username).first()
    if person is None:
        raise NotFound
    [(_same, rows)] = _rows([person], Wanted())
    order = list(Standing)[::-1]
    return sorted(rows, key=lambda row: (not row.is_asked, order.index(row.finding.standing)))


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof with its history, for the pages of those who enter and revoke."""

    id: int
    label: str
    level: str
    evidence: str
    valid_from: date
    valid_until: date | None
    entered_by: str
    revoked_by: str
    revoked_because: str
    is_revoked: bool


def proofs(username: str) -> list[Proof]:
    """Return all proofs of a person, the latest first, those that were revoked, too. One statement."""
    rows = Certificate.objects.filter(staff__username=username).select_related("entered_by", "revoked_by")
    return [_proof(row) for row in rows.order_by("-id")]


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows as lines of CSV, the columns first."""
    return sheets.lines(COLUMNS, (facts(row).values() for row in rows))


def facts(row: Row) -> dict[str, str]:
    """Return a row as plain texts by `COLUMNS`, dates in ISO 8601, empty for what there is not."""
    finding, need = row.finding, row.finding.need
    held = finding.held
    cells = (
        row.username, row.name, row.unit, row.unit_label, need.competency.code, need.competency.label, need.level,
        held.level if held else "", finding.standing.value, held.evidence if held else "", _day(held.valid_from if held else None),
        _day(held.valid_until if held else None), _day(finding.blocks_on),
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _people(wanted: Wanted, after: str) -> QuerySet[Staff]:
    rows = Staff.objects.filter(is_active=True, username__gt=after[:LONGEST_SEARCH].replace("\x00", ""))
    if wanted.units is not None:
        rows = rows.filter(unit__in=list(wanted.units))
    if text := wanted.text[:LONGEST_SEARCH].replace("\x00", "").strip():
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    return rows.order_by("username")


def _rows(people: list[Staff], wanted: Wanted) -> Iterator[tuple[Staff, list[Row]]]:
    """Yield each person with the rows that fit."""
    agencies.read_grants(people)
    held = competencies.held_by([person.pk for person in people])
    day = today()
    for person in people:
        needs = competencies.needs(agencies.roles(person), categories=_categories(person))
        findings = competencies.judge(needs, held[person.pk], since=competencies.joined(person), day=day)
        rows = [_row(person, finding) for finding in findings]
        asked = {finding.need.competency.code for finding in findings}
        rows += [
            _row(person, _besides(one, day), is_asked=False) for one in held[person.pk] if one.competency not in asked
        ]
        yield person, [row for row in rows if _fits(row, wanted)]


def _row(person: Staff, finding: Finding, *, is_asked: bool = True) -> Row:
    return Row(person.username, person.display_name, person.unit_id, finding, is_asked)


def _categories(person: Staff) -> frozenset[str]:
    """Return the categories that a person has to do with: those of the units in which the person handles reports."""
    units = {grant.unit for grant in agencies.grants(person) if grant.role in teams.HANDLING}
    return frozenset().union(*map(handled.categories_of, units))


def _besides(held: Held, day: date) -> Finding:
    """Return how a proof stands that nobody asks for."""
    row = competencies.competency(held.competency) or competencies.gone(held.competency)
    [finding] = competencies.judge([Need(row, held.level, frozenset())], [held], since=day, day=day)
    return finding


def _fits(row: Row, wanted: Wanted) -> bool:
    is_wanted = not wanted.standing or row.finding.standing == wanted.standing
    return is_wanted and wanted.competency in {"", row.finding.need.competency.code}


def _proof(row: Certificate) -> Proof:
    known = competencies.competency(row.competency_id) or competencies.gone(row.competency_id)
    return Proof(
        id=row.pk,
        label=known.label,
        level=known.level_label(row.level),
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        entered_by=row.entered_by.display_name if row.entered_by else _("command line"),
        revoked_by=row.revoked_by.display_name if row.revoked_by else "",
        revoked_because=row.revoked_because,
        is_revoked=row.revoked_at is not None,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
