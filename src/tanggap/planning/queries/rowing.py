"""From tables to the rows of lists, for staff and for everybody."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.places import queries as places
from tanggap.planning.models import Proposal, ProposalReport, Step
from tanggap.planning.queries.choosing import Wanted, condition
from tanggap.planning.queries.ladder import level_label
from tanggap.planning.rows import ProposalRow, PublicProposalRow
from tanggap.planning.rules import rules
from tanggap.planning.words import LinkEnd
from tanggap.reports.masking import masked
from tanggap.reports.queries.public.rows import coarse
from tanggap.reports.words import Visibility

STANDS = Q(ended_at__isnull=True) | Q(end=LinkEnd.VERIFIED)
"""The links that count: those of now, and those that were checked with it."""


def page(wanted: Wanted, after: str | None, limit: int) -> tuple[list[Proposal], str | None]:
    """Return proposals, latest proposed first, and the next cursor. One statement. Raises Invalid."""
    rows = dated(Proposal.objects.filter(condition(wanted)))
    if position := read_cursor(after, of=wanted.mark):
        rows = rows.filter(Q(proposed_at__lt=position[0]) | Q(proposed_at=position[0], id__lt=position[1]))
    found = list(rows.order_by("-proposed_at", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], cursor(last.proposed_at, last.pk, of=wanted.mark) if last else None


def dated(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the rows with when each came into its state (`since`)."""
    moved = Step.objects.filter(proposal=OuterRef("pk")).exclude(state_from=F("state_to")).order_by("-number")
    return rows.annotate(since=Subquery(moved.values("at")[:1]))


def staff_rows(rows: Sequence[Proposal], *, now: datetime) -> list[ProposalRow]:
    """Return rows for staff. One statement more."""
    links = ProposalReport.objects.filter(STANDS, proposal__in=[row.pk for row in rows]).order_by()
    counts = dict(links.values("proposal").annotate(number=Count("pk")).values_list("proposal", "number"))
    return [staff_row(row, counts.get(row.pk, 0), now=now) for row in rows]


def staff_row(row: Proposal, reports: int, *, now: datetime) -> ProposalRow:
    """Return the row of one proposal (with `since`, as `dated` reads it) that stands for so many reports."""
    category = catalog.category(row.category_id)
    since: datetime = getattr(row, "since", None) or row.changed_at
    return ProposalRow(
        id=row.pk,
        code=row.code,
        title=row.title,
        state=row.state,
        reason=row.reason,
        cost=row.cost,
        level=row.level,
        level_label=level_label(row.level),
        year=row.year,
        area=row.area_id,
        area_label=places.full_name(row.area_id),
        category=row.category_id,
        category_label=category.label if category else row.category_id,
        icon=category.icon if category else "dots",
        unit=row.unit_id,
        unit_label=agencies.unit_label(row.unit_id),
        keeper=row.keeper_id,
        keeper_label=agencies.unit_label(row.keeper_id),
        builder=row.builder_id,
        builder_label=agencies.unit_label(row.builder_id),
        supporters=row.supporters,
        reports=reports,
        proposed_at=row.proposed_at,
        changed_at=row.changed_at,
        waited_days=max(0, (now - row.proposed_at).days),
        state_days=max(0, (now - since).days),
    )


def public_rows(rows: Sequence[Proposal]) -> list[PublicProposalRow]:
    """Return rows for everybody: reports and points of public reports alone. One statement more."""
    points = _points([row.pk for row in rows])
    return [public_row(row, points.get(row.pk, [])) for row in rows]


Point = tuple[float | None, float | None]


def public_row(row: Proposal, points: Sequence[Point]) -> PublicProposalRow:
    """Return the row of one proposal whose public reports stand at `points` (as everybody may see them)."""
    category = catalog.category(row.category_id)
    seen = [(lon, lat) for lon, lat in points if lon is not None and lat is not None]
    middle = tuple(round(sum(axis) / len(seen), 5) for axis in zip(*seen, strict=True)) if seen else (None, None)
    return PublicProposalRow(
        id=row.pk,
        code=row.code,
        title=public_words(row.title),
        state=row.state,
        level_label=level_label(row.level),
        year=row.year,
        area=row.area_id,
        area_label=places.full_name(row.area_id),
        category=row.category_id,
        category_label=category.label if category else row.category_id,
        icon=category.icon if category else "dots",
        cost=row.cost,
        currency=rules().currency,
        supporters=row.supporters,
        reports=len(points),
        proposed_at=row.proposed_at,
        changed_at=row.changed_at,
        lon=middle[0],
        lat=middle[1],
    )


def public_words(text: str) -> str:
    """Return staff's words as everybody reads them: screened of persons and their numbers, like any words on a public page."""
    return masked(text)


def public_page(wanted: Wanted, after: str | None, limit: int) -> Page[PublicProposalRow]:
    """Return a page of proposals for everybody. Two statements. Raises Invalid."""
    rows, following = page(wanted, after, limit)
    return Page(public_rows(rows), following)


def _points(proposals: Collection[int]) -> Mapping[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    links = ProposalReport.objects.filter(STANDS, proposal__in=proposals, report__visibility=Visibility.PUBLIC)
    columns = ("proposal", "report__category", "report__lon", "report__lat")
    for proposal, category, lon, lat in links.order_by("pk").values_list(*columns):
        found[proposal].append(coarse(category, lon, lat))
    return found
