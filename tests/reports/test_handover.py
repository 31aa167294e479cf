"""Handing a shift over: a record of what was left to whom, taken once, by somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.reports import actions as reports
from tanggap.reports.actions import handovers as actions
from tanggap.reports.models import Event, Handover
from tanggap.reports.queries import handovers

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"
OTHER = "kel-31.73.01.1001"
KEY = "k" * 24


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def since(hours=8):
    return clock.now() - timedelta(hours=hours)


def give(by, **changes):
    given = {"unit": GEBANG, "began_at": since(), "key": KEY, "note": "Mesin pompa dipinjam"}
    return actions.hand_over(by=by, **{**given, **changes})


def test_a_draft_holds_what_is_mine_and_what_i_changed_in_the_shift(sari):
    mine, moved, old = make.report(), make.report(), make.report(at=clock.now() - timedelta(hours=20))
    make.report()
    reports.start(code=mine.code, version=1, by=sari)
    reports.coordinate(code=moved.code, version=1, by=sari, unit="sudin-bina-marga-31.75", message="Mohon")
    with clock.at(clock.now() - timedelta(hours=12)):
        reports.note(code=old.code, by=sari, note="Lama")

    draft = handovers.draft(sari, since=since())

    assert [(row.code, row.why) for row in draft.open] == [(mine.code, "open")]
    assert [(row.code, row.why, len(row.done)) for row in draft.changed] == [(moved.code, "changed", 1)]
    assert [row.code for row in handovers.draft(sari, since=since(24)).changed].count(old.code) == 1


def test_a_draft_costs_two_statements_for_any_number(sari, django_assert_num_queries):
    for _ in range(5):
        report = make.report()
        reports.start(code=report.code, version=1, by=sari)
    handovers.draft(sari, since=since())

    with django_assert_num_queries(2):
        draft = handovers.draft(sari, since=since())

    assert len(draft.open) == 5


def test_it_is_kept_as_it_stood_and_changes_nothing(sari):
    report, budi = make.report(), make.staff(of=GEBANG)
    reports.start(code=report.code, version=1, by=sari)
    kept = give(sari, codes=[report.code], notes={report.code: "Tunggu \u202ePLN"}, receiver=budi.username)
    reports.note(code=report.code, by=sari, note="Nanti")

    (row,) = handovers.one(kept.pk, staff=budi).rows
    assert (row.code, row.state, row.why, row.note) == (report.code, "in_progress", "open", "Tunggu PLN")
    assert Event.objects.filter(report=report).count() == 3
    assert kept.receiver == budi


def test_sent_twice_it_is_kept_once(sari):
    assert give(sari).pk == give(sari).pk
    assert Handover.objects.count() == 1


def test_it_is_taken_once_by_somebody_else(sari):
    budi, rina = make.staff(of=GEBANG), make.staff(of=GEBANG)
    kept = give(sari)

    with pytest.raises(actions.NotForYou):
        actions.take_over(by=sari, number=kept.pk)
    assert [record.id for record in handovers.waiting(budi)] == [kept.pk]
    actions.take_over(by=budi, number=kept.pk)
    actions.take_over(by=budi, number=kept.pk)
    with pytest.raises(actions.TakenAlready):
        actions.take_over(by=rina, number=kept.pk)

    assert handovers.waiting(rina) == []
    assert handovers.one(kept.pk, staff=sari).acknowledged_by == budi.display_name


def test_what_is_given_to_one_person_is_taken_by_that_person(sari):
    budi, rina = make.staff(of=GEBANG), make.staff(of=GEBANG, role=Role.SUPERVISOR)
    kept = give(sari, receiver=budi.username)

    with pytest.raises(actions.NotForYou):
        actions.take_over(by=rina, number=kept.pk)
    assert (handovers.waiting(rina), [one.id for one in handovers.waiting(budi)]) == ([], [kept.pk])


def test_the_database_refuses_that_one_takes_ones_own(sari):
    kept = give(sari)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=kept.pk).update(acknowledged_by=sari, acknowledged_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=kept.pk).update(acknowledged_at=clock.now())


def test_another_unit_neither_reads_nor_takes_nor_receives_it(sari):
    stranger = make.staff(of=OTHER)
    kept = give(sari)

    with pytest.raises(NotFound):
        handovers.one(kept.pk, staff=stranger)
    with pytest.raises(NotFound):
        actions.take_over(by=stranger, number=kept.pk)
    with pytest.raises(NotAllowed):
        give(stranger, key="x" * 24)
    with pytest.raises(Invalid):
        give(sari, key="y" * 24, receiver=stranger.username)
    assert handovers.listed(stranger).rows == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": " "}, "note"),
        ({"note": "x" * 3000}, "note"),
        ({"codes": ["JK-0000-0000-000"]}, "codes"),
        ({"codes": [f"JK-{n:011d}" for n in range(201)]}, "codes"),
        ({"receiver": "tidakada"}, "receiver"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(sari, changes, field):
    with pytest.raises(Invalid) as refused:
        give(sari, **changes)

    assert list(refused.value.errors) == [field]
    assert not Handover.objects.exists()


@pytest.mark.parametrize("hours", [-1, 73])
def test_a_shift_lies_in_the_last_three_days(sari, hours):
    with pytest.raises(Invalid):
        give(sari, began_at=since(hours))


def test_what_the_reader_may_not_see_is_its_code_alone(sari):
    report = make.report()
    kept = give(sari, codes=[report.code])
    reader = make.staff(of=GEBANG, area="31.73.01.1001")

    (row,) = handovers.one(kept.pk, staff=reader).rows
    assert (row.code, row.category, row.place) == (report.code, "", "")
