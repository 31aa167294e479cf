"""Following a report, and having it open: seen by colleagues, never an event."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import make

from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports import actions
from tanggap.reports.models import Presence, Watch
from tanggap.reports.queries.around import around, present, watchers

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def test_following_twice_is_following_once_and_ends_at_once(sari):
    report = make.report()

    actions.watch(code=report.code, by=sari)
    actions.watch(code=report.code, by=sari)
    assert (around(report.pk, staff=sari).is_watched, around(report.pk, staff=sari).watchers) == (True, 1)
    assert watchers([report.pk]) == {report.pk: [sari.pk]}

    actions.unwatch(code=report.code, by=sari)
    actions.unwatch(code=report.code, by=sari)
    assert around(report.pk, staff=sari).is_watched is False
    assert make.events(report) == ["intake.accept"]


def test_what_one_may_not_see_cannot_be_followed_or_opened(sari):
    report = make.report()
    stranger = make.staff(of="kel-31.73.01.1001")

    for action in (actions.watch, actions.look):
        with pytest.raises(NotFound):
            action(code=report.code, by=stranger)
        with pytest.raises(NotFound):
            action(code="JK-0000-0000-000", by=sari)

    assert (Watch.objects.count(), Presence.objects.count()) == (0, 0)


def test_others_see_who_has_a_report_open_for_45_seconds(sari):
    report, budi = make.report(), make.staff(of=GEBANG)
    now = clock.now()
    with clock.at(now):
        actions.look(code=report.code, by=budi)
        actions.look(code=report.code, by=sari)

    with clock.at(now + timedelta(seconds=44)):
        assert [(one.name, one.unit) for one in present(report.pk, staff=sari)] == [
            (budi.display_name, "Kelurahan Pulo Gebang")
        ]
        assert around(report.pk, staff=sari).present == present(report.pk, staff=sari)
    with clock.at(now + timedelta(seconds=46)):
        assert present(report.pk, staff=sari) == ()


def test_what_a_person_had_open_before_is_forgotten(sari):
    first, second = make.report(), make.report()
    now = clock.now()
    with clock.at(now):
        actions.look(code=first.code, by=sari)
    with clock.at(now + timedelta(seconds=60)):
        actions.look(code=second.code, by=sari)
        actions.look(code=second.code, by=sari)

    assert list(Presence.objects.values_list("report", flat=True)) == [second.pk]


def test_a_crash_may_lose_who_had_what_open():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'reports_presence'")
        assert cursor.fetchone() == ("u",)


def test_the_company_of_a_report_costs_one_statement(sari, django_assert_num_queries):
    report = make.report()
    for _ in range(3):
        person = make.staff(of=GEBANG)
        actions.watch(code=report.code, by=person)
        actions.look(code=report.code, by=person)

    with django_assert_num_queries(1):
        found = around(report.pk, staff=sari)

    assert (len(found.present), found.watchers, found.children) == (3, 3, ())
