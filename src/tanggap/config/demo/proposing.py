"""What the simulated city could not repair: proposals for the yearly planning in every state, made and decided by the real actions."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import override

from tanggap.catalog import queries as catalog
from tanggap.config.demo.figures import Figures
from tanggap.config.demo.people import Cast
from tanggap.config.demo.proposals import Group, Told
from tanggap.core.refusal import Refusal
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.models import Proposal
from tanggap.planning.rules import is_planned
from tanggap.reports.models import Report, Task
from tanggap.reports.words import OPEN_TASK, WORKING, Visibility

MOST_REPORTS = 4  # in a proposal
ONE_OF = 2  # of so many reports that are stuck one may be the seed of a proposal
KEPT_AT_DESKS = 12  # units of people who can log in keep at least so many open reports
SOONEST = timedelta(days=2)  # after the last thing that happened to a report
PLAN = ("admit", "rise", "accept")
WORKS = (*PLAN, "fund", "begin", "build")
STORIES = (  # of a small city the first ones alone
    (*WORKS, "check"),
    (),
    WORKS,
    ("admit", "refuse"),
    ("admit",),
    (*PLAN, "fund"),
    ("admit", "rise", "defer"),
    PLAN,
    (*PLAN, "fund", "begin"),
    ("withdraw",),
    (),
    ("admit", "rise"),
    (*WORKS, "check"),
    ("correct", *PLAN),
    ("admit", "advance"),
    ("refuse",),
    (),
    (*PLAN, "fund"),
    ("admit", "rise", "refuse"),
    (*WORKS, "fail"),
    ("admit",),
    ("admit", "defer", "admit"),
    (),
    PLAN,
    (*PLAN, "fund", "begin"),
    ("correct", "admit"),
    ("admit", "withdraw"),
    (*WORKS, "check"),
    ("admit", "advance"),
    ("admit", "advance", "refuse"),
    (),
    (*PLAN, "fund"),
    ("admit", "rise"),
    (*PLAN, "defer"),
    WORKS,
    ("correct",),
)


def leave(known: Figures, cast: Cast, *, until: datetime, busy: Collection[str] = ()) -> None:
    """Put the proposals there, once, their stories over by `until`; whoever made some keeps theirs. `busy` reports have more to come.

    What has been stuck for longest has come furthest.
    """
    if not is_planned() or Proposal.objects.exists():
        return
    with override(city().languages[0]), _savepoints(), transaction.atomic():
        groups = _groups(known, until, busy)
        stories = sorted(STORIES[: len(groups)], key=len, reverse=True)
        for number, (story, group) in enumerate(zip(stories, groups, strict=True)):
            with suppress(Refusal, LookupError), transaction.atomic():
                Told(known, cast, group, number, until).go(story)


@contextmanager
def _savepoints() -> Iterator[None]:
    """Let what is refused be undone alone, also where the story is played without savepoints."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, True
    try:
        yield
    finally:
        features.uses_savepoints = before


def _groups(known: Figures, until: datetime, busy: Collection[str]) -> list[Group]:
    """Return what is most alike and open, of kinds for which the figures know works, those first to which nothing happened for longest."""
    guarded = [row.code for row in catalog.categories() if row.is_confidential or row.is_sensitive]
    rows = list(
        Report.objects.filter(state__in=WORKING, visibility=Visibility.PUBLIC, awaits_decision=False)
        .exclude(area=None)
        .exclude(category=None)
        .exclude(category__in=guarded)
        .exclude(code__in=busy)
        .exclude(pk__in=Task.objects.filter(state__in=OPEN_TASK).values("report"))
        .order_by("changed_at", "id")
    )
    at_desks, held = {account.unit for account in known.accounts}, Counter(row.unit_id for row in rows)
    found: dict[tuple[str, str | None, str | None], list[Report]] = {}
    for row in rows:
        is_short = row.unit_id in at_desks and held[row.unit_id] <= KEPT_AT_DESKS
        is_built = not known.works or row.category_id in known.works
        if is_built and not is_short and row.changed_at < until - SOONEST:
            around = places.area(row.area_id)
            found.setdefault((row.unit_id, row.category_id, around.parent if around else None), []).append(row)
    groups = sorted((Group(tuple(one[:MOST_REPORTS])) for one in found.values()), key=lambda one: -len(one.rows))
    return sorted(groups[: min(len(STORIES), -(-len(rows) // ONE_OF))], key=lambda one: one.since)
