"""The event log in tests, and random histories of a few reports: what consumers are tried on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from hypothesis import strategies as st
from tests.factories import LAMP, PULO_GEBANG, make
from tests.invariants.test_histories import START, World, anyhow, onward
from tests.invariants.test_histories import minutes as any_minutes

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.verification import actions as verification

CATEGORIES = ("sampah", LAMP, "pohon")
Step = tuple[int | str, int, int, int]
moved = st.tuples(
    st.sampled_from(["complete", "swap", "merge", "unmerge", "solve", "solve", "reopen"]),
    st.just(1),
    any_minutes,
    st.just(0),
)
stories: st.SearchStrategy[list[Step]] = st.lists(st.one_of(onward, onward, anyhow, moved), min_size=8, max_size=30)


@contextmanager
def own_events_seen() -> Iterator[None]:
    """Let consumers see what the running test has written and not committed: lift the horizon within its transaction."""
    with connection.cursor() as statement:
        statement.execute("SELECT pg_get_functiondef('tanggap_horizon'::regproc)")
        plain = statement.fetchone()[0]
        statement.execute(
            "CREATE OR REPLACE FUNCTION tanggap_horizon() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT (2^62)::bigint'"
        )
    try:
        yield
    finally:
        with connection.cursor() as statement:
            statement.execute(plain)


class Histories(World):
    """Three reports to which people do whatever comes; two of them may join the third, and `swap` turns to the other of the two."""

    def __init__(self) -> None:
        super().__init__()
        self.third = make.report(category=LAMP, reporter=make.reporter(3))
        self.intake = make.staff(of=city().intake_unit, role=Role.INTAKE)

    @property
    def reports(self) -> list[int]:
        return sorted([self.report.pk, self.other.pk, self.third.pk])

    def act(self, name: str, who: int, drift: int) -> None:
        own: dict[str, Callable[[int, int], None]] = {
            "swap": self.swap,
            "complete": self.complete,
            "accept": self.accept,
            "solve": self.solve,
        }
        if name in own:
            own[name](who, drift)
        else:
            super().act(name, who, drift)

    def swap(self, _who: int, _drift: int) -> None:
        self.report, self.third = self.third, self.report

    def complete(self, who: int, drift: int) -> None:
        report = Report.objects.get(pk=self.report.pk)
        category, (lon, lat) = CATEGORIES[who % len(CATEGORIES)], PULO_GEBANG
        common = {"code": report.code, "version": report.version + drift, "by": self.intake}
        reports.change(**common, category=category, lon=lon - 0.05 * (who % 2), lat=lat, message="Diperbaiki")

    def solve(self, who: int, drift: int) -> None:
        """Do the work, claim it and have it checked, from wherever that can be done."""
        report = Report.objects.get(pk=self.report.pk)
        officer = make.staff(of=report.unit_id)
        if report.state != State.AWAITING_VALIDATION:
            common = {"code": report.code, "by": officer}
            if report.state != State.IN_PROGRESS:
                reports.start(**common, version=report.version)
                report.refresh_from_db()
            reports.claim_done(**common, version=report.version, message="Selesai", photos=self.photo)
        self.accept(who, drift)

    def accept(self, who: int, drift: int) -> None:
        report = Report.objects.get(pk=self.report.pk)
        verifier = make.staff(of=report.verifier_id or self.units[2], role=Role.VALIDATOR)
        common = {"code": report.code, "verifier": verifier, "checklist": make.checklist(report)}
        if report.field_required:
            verification.send_to_field(**common, version=report.version)
        report.refresh_from_db()
        verification.accept(**common, version=report.version + drift, photos=self.photo)


def play(story: Sequence[Step], *, between: Callable[[int], object] | None = None) -> Histories:
    """Let `story` happen in a new world, calling `between` with the number of each step that happened, and return the world."""
    with clock.at(START):
        world = Histories()
    at = START
    for number, (act, who, minutes, drift) in enumerate(story):
        at += timedelta(minutes=minutes)
        with clock.at(at):
            try:
                world.act(world.onward(act) if isinstance(act, int) else act, who, drift)
            except Refusal:
                continue
            if between:
                between(number)
    return world


def all_events() -> list[int]:
    """Return the ids of all events in the order of the log."""
    return list(Event.objects.order_by("tx", "id").values_list("id", flat=True))
