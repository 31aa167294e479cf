"""The rollups count what happened, once, on the city's own days; counted anew they are the same (promises.md P5)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model, Sum
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.fixtures import undone
from tests.insight.recount import Number, Time, recounted
from tests.logs import own_events_seen, play, stories

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.insight import queries
from tanggap.insight.buckets import NEVER
from tanggap.insight.consumer import CONSUMER
from tanggap.insight.counting import quarter
from tanggap.insight.models import Cell, Standing, Tally, Took, Waiting, WaitingSum
from tanggap.insight.words import CELLS, COUNTED, SIDES, TIMES, WAITS
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State

PULO_GEBANG_AREA = "31.75.06.1005"
MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # ten in the morning in Jakarta


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def counted(*, on: str | None = None) -> dict[str, int]:
    """Return what was counted in all (on a local day, when given), zeros left out."""
    cursors.catch_up(CONSUMER)
    rows = Cell.objects.filter(grain="df", **({"on": on} if on else {}))
    sums = rows.aggregate(**{name: Sum(name, default=0) for name in COUNTED})
    return {name: number for name, number in sums.items() if number}


def rollups() -> dict[str, list[tuple[object, ...]]]:
    """Return everything that is kept, in an order of its own."""
    kept = {}
    for model in (Cell, Took, Waiting, WaitingSum, Standing, Tally):
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        kept[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return kept


def test_a_report_is_counted_on_the_local_day_of_its_receipt():
    """18:30 UTC is already the next day in Jakarta."""
    make.report(at=datetime(2026, 3, 1, 18, 30, tzinfo=UTC))
    assert counted(on="2026-03-02") == {"received": 1, "six_hours_over": 1, "opened": 1}


def test_an_answer_in_time_is_counted_with_the_day_when_the_six_hours_ended():
    received = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # nine in the evening
    report = make.report(at=received)
    with clock.at(received + timedelta(hours=1)):
        reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))

    assert counted(on="2026-03-02") == {"received": 1, "opened": 1, "answered": 1, "answered_in_time": 1}
    assert counted(on="2026-03-03") == {"six_hours_over": 1, "answered_in_six": 1}


@pytest.mark.parametrize(("hours", "in_time"), [(6, 1), (6.01, 0)])
def test_an_answer_counts_as_in_time_up_to_six_hours(hours, in_time):
    report = make.report(at=MONDAY)
    with clock.at(MONDAY + timedelta(hours=hours)):
        reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))
    assert counted().get("answered_in_six", 0) == in_time


def test_only_the_first_answer_counts():
    make.report(state=State.FOLLOW_UP_REJECTED, at=MONDAY)
    assert counted() == {
        "received": 1, "six_hours_over": 1, "answered_in_six": 1, "opened": 1, "answered": 1, "answered_in_time": 1,
        "checks_failed": 1, "checked": 1, "returned": 1,
    }  # fmt: skip


def test_a_closure_is_counted_with_its_checks_and_its_time():
    make.report(state=State.RESOLVED, category=LITTER, at=MONDAY)
    found = counted(on="2026-03-02")
    assert (found["closures"], found["checks_passed"], found["checked"], found["solved_in_time"]) == (1, 1, 1, 1)
    assert Took.objects.get(grain="df", course="solve").reports == 1


def test_a_field_check_counts_beside_the_administrative_one():
    make.report(state=State.RESOLVED, category=LAMP, at=MONDAY)
    assert counted()["checks_passed"] == 2


def test_a_reopened_closure_is_no_solution_until_it_is_closed_again():
    report = make.report(state=State.RESOLVED, at=MONDAY)
    cursors.catch_up(CONSUMER)
    assert Took.objects.filter(grain="df", course="solve").count() == 1

    with clock.at(MONDAY + timedelta(days=2)):
        feedback.reopen(code=report.code, token=make.token(report), message="Masih gelap")

    assert counted(on="2026-03-04") == {"reopened": 1, "opened": 1}
    assert not Took.objects.filter(course="solve").exists()
    assert (counted(on="2026-03-02")["closures"], counted(on="2026-03-02")["undone"]) == (1, 1)


def test_what_is_given_up_is_never_solved_and_what_is_refused_is_out():
    make.report(state=State.UNSOLVED, at=MONDAY)
    make.report(state=State.REJECTED, at=MONDAY)
    make.report(state=State.REFERRED, at=MONDAY)
    cursors.catch_up(CONSUMER)
    assert list(Took.objects.filter(grain="df", course="solve").values_list("bucket", "reports")) == [(NEVER, 1)]
    assert Took.objects.filter(grain="df", course="answer").aggregate(n=Sum("reports"))["n"] == 1


def test_what_happened_counts_for_the_unit_that_had_it_then_and_the_receipt_for_the_one_that_has_it_now():
    report = make.report(category=LITTER, at=MONDAY)
    first, second = report.unit_id, make.unit().code
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.coordinate(code=report.code, version=1, by=make.staff(of=first), unit=second, message="Mohon")
    cursors.catch_up(CONSUMER)
    assert dict(Cell.objects.filter(grain="du", answered=1).values_list("unit", "answered_in_time")) == {first: 1}
    assert dict(Cell.objects.filter(grain="du", received=1).values_list("unit", "answered_in_six")) == {second: 1}


@pytest.mark.parametrize(("days", "late"), [(1, {"late_answers": 1}), (30, {"late_answers": 1, "late_solutions": 1})])
def test_promises_that_pass_are_counted_by_kind(days, late):
    make.report(at=MONDAY)
    at = MONDAY + timedelta(days=days, hours=1)
    with clock.at(at):
        deadlines.note_breaches()
    assert counted(on=clock.local(at).date().isoformat()) == late


def test_a_corrected_report_moves_with_all_that_it_ever_counted():
    report = make.report(state=State.IN_PROGRESS, category=LITTER, at=MONDAY)
    cursors.catch_up(CONSUMER)
    lon, lat = PULO_GEBANG
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.change(
            message="Ini lampu, di kelurahan sebelah",
            code=report.code,
            version=2,
            by=make.staff(of=city().intake_unit, role=Role.INTAKE),
            category=LAMP,
            lon=lon - 0.05,
            lat=lat,
        )
    cursors.catch_up(CONSUMER)

    area = Report.objects.get().area_id
    assert area != PULO_GEBANG_AREA
    assert set(Cell.objects.filter(grain="df").values_list("area", "category")) == {(area, LAMP)}
    assert list(Standing.objects.values_list("area", "category", "state", "reports")) == [
        (area, LAMP, "coordinating", 1)
    ]


def test_private_reports_count_but_stand_on_no_map():
    make.report(visibility="private", at=MONDAY)
    assert counted()["received"] == 1
    assert not Standing.objects.exists()
    assert not Cell.objects.filter(is_public=True).exists()


def test_the_map_counts_by_area_category_and_state():
    make.report(category=LITTER)
    make.report(category=LITTER, state=State.RESOLVED)
    make.report(category=LAMP, state=State.IN_PROGRESS)
    make.report(lon=None, lat=None)
    cursors.catch_up(CONSUMER)

    here = PULO_GEBANG_AREA
    assert queries.reports_by_area() == {here: 3}
    assert queries.reports_by_area(state="open") == {here: 2}
    assert queries.reports_by_area(state="closed") == {here: 1}
    assert queries.reports_by_area(state="in_progress", category=LAMP) == {here: 1}
    assert queries.reports_by_area(category="jalan-jembatan") == {here: 1}
    assert queries.reports_by_area(area="31.75", category=LITTER) == {here: 2}
    assert queries.reports_by_area(area="31.71") == {}


def test_open_counts_add_up_to_every_level():
    make.report()
    make.report(state=State.RESOLVED)
    cursors.catch_up(CONSUMER)

    of_cities = queries.open_counts(level="kota")
    assert (of_cities["31.75"], sum(of_cities.values()), len(of_cities)) == (1, 1, 5)
    assert queries.open_counts(level="kecamatan", area="31.75")["31.75.06"] == 1


def test_events_of_one_report_may_stand_in_the_log_the_other_way_round():
    """Its second writer's transaction can have begun first; then the later event comes first, and pulls the earlier one along."""
    make.report(state=State.RESOLVED, at=MONDAY)
    facts = CONSUMER.source.after(cursors.START, 99)
    CONSUMER.apply(facts[:1])
    for fact in reversed(facts[1:]):
        CONSUMER.apply([fact])
    upside_down = rollups()

    CONSUMER.clear()
    CONSUMER.apply(facts)
    assert rollups() == upside_down


def test_an_event_told_twice_counts_once():
    make.report(state=State.IN_PROGRESS)
    facts = CONSUMER.source.after(cursors.START, 99)
    CONSUMER.apply(facts)
    once = rollups()
    CONSUMER.apply(facts)
    assert rollups() == once


def test_what_is_withheld_leaves_the_public_numbers_and_comes_back_with_its_release():
    report = make.report(state=State.RESOLVED, at=MONDAY)
    cursors.catch_up(CONSUMER)
    open_to_all = rollups()
    chief = make.staff(of=city().intake_unit, role=Role.INTAKE)
    reports.withhold(code=report.code, version=Report.objects.get().version, by=chief, reason="names_person")
    cursors.catch_up(CONSUMER)
    assert not Cell.objects.filter(is_public=True).exists()
    assert not Took.objects.filter(is_public=True).exists()
    assert not Standing.objects.exists()

    reports.release(code=report.code, version=Report.objects.get().version, by=chief, reason="mistake")
    cursors.catch_up(CONSUMER)
    again = rollups()
    assert {name: again[name] for name in again if name != "Tally"} == {
        name: open_to_all[name] for name in again if name != "Tally"
    }


def kept() -> tuple[Counter[Number], Counter[Time], Counter[tuple[object, ...]]]:
    """Return the full rows of single days as the plain recount tells them."""
    numbers: Counter[Number] = Counter()
    for *key, values in _rows(Cell, *PLACE, *COUNTED, split=len(PLACE)):
        numbers.update({(*key, name): value for name, value in zip(COUNTED, values, strict=True) if value})
    times = {tuple(key): values[0] for *key, values in _rows(Took, *PLACE, "course", "bucket", "reports", split=8)}
    waiting: Counter[tuple[object, ...]] = Counter()
    for on, at, *place, numbers_of in [
        (*row[:7], row[7:]) for row in Waiting.objects.values_list("on", "at", *PLACE[1:], *OF_WAITING)
    ]:
        for name, value in zip(OF_WAITING, numbers_of, strict=True):
            waiting.update({(on, at, *place, name): value} if value else {})
    return numbers, Counter(times), waiting


PLACE = ("on", "area", "category", "unit", "channel", "is_public")
OF_WAITING = ("open", "unsolved", "unanswered")


def kept_sums() -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return what waits by whole days and months."""
    rows = WaitingSum.objects.values_list("grain", *PLACE, *OF_WAITING)
    return {tuple(row[:7]): row[7:] for row in rows}


def added_up(waiting: Counter[tuple[object, ...]]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the same from what waits by the instants of the receipts."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for (on, _at, *codes, is_public, name), number in waiting.items():
        for grain in WAITS:
            told_by = SIDES[grain[1]]
            place = [code if side in told_by else "" for side, code in zip(PLACE[1:5], codes, strict=True)]
            first = on.replace(day=1) if grain[0] == "m" else on
            sums[grain, first, *place, is_public][str(name)] += number
    return {key: tuple(of[name] for name in OF_WAITING) for key, of in sums.items()}


def _rows(model: type[Model], *names: str, split: int) -> Iterator[tuple[Any, ...]]:
    for row in model._default_manager.filter(grain="df").values_list(*names):
        yield (*row[:split], row[split:])


def grains_agree(model: type[Model], grains: Sequence[str], more: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether there are rows of `grains` alone, and each is the sum of the full rows of its days."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for row in model._default_manager.filter(grain="df").values(*PLACE, *more, *names):
        on: date = row["on"]
        first = {"y": on.replace(month=1, day=1), "m": on.replace(day=1), "d": on}
        for grain in grains:
            place = [row[name] if name in SIDES[grain[1]] else "" for name in PLACE[1:5]]
            sums[grain, first[grain[0]], *place, row["is_public"], *(row[name] for name in more)].update(
                {name: row[name] for name in names}
            )
    rows = {
        tuple(row[: -len(names)]): Counter(dict(zip(names, row[-len(names) :], strict=True)))
        for row in model._default_manager.values_list("grain", *PLACE, *more, *names)
    }
    return rows == {key: one for key, one in sums.items() if any(one.values())}


@settings(max_examples=18, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories, st.sampled_from(("Asia/Jakarta", "America/New_York", "UTC")))
def test_counted_live_counted_anew_and_counted_plainly_are_the_same(story, zone):
    """P5: whatever happens, merges, reopenings and corrections included, in whatever batches it is read, wherever the city lies."""
    with undone(), override_settings(TIME_ZONE=zone):
        cursors.catch_up(CONSUMER)
        play(story, between=lambda number: number % 3 or cursors.advance(CONSUMER, most=1 + number % 5))
        cursors.catch_up(CONSUMER)
        live = rollups()
        numbers, times, waiting = recounted()
        found = kept()
        assert found[0] == numbers
        assert found[1] == times
        assert found[2] == Counter({(on, quarter(at), *rest): n for (on, at, *rest), n in waiting.items()})
        assert kept_sums() == added_up(waiting)
        assert grains_agree(Cell, CELLS, (), COUNTED)
        assert grains_agree(Took, TIMES, ("course", "bucket"), ("reports",))

        cursors.rebuild(CONSUMER)
        assert rollups() == live
        states = dict(Report.objects.filter(visibility="public").values_list("state").annotate(n=Sum(1)))
        assert dict(Standing.objects.values_list("state").annotate(n=Sum("reports"))) == states
