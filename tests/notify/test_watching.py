"""Who follows a report, and who is named in a note, hears of it: once, and only while the person may see it."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.notify import handing, notices
from tanggap.notify.models import StaffNotice
from tanggap.notify.staff import CONSUMER
from tanggap.reports import actions as reports
from tanggap.reports.actions import handovers
from tanggap.reports.models import Handover, Report

GEBANG = "kel-31.75.06.1005"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def told() -> list[tuple[str, str, dict]]:
    cursors.catch_up(CONSUMER)
    return list(StaffNotice.objects.order_by("event", "staff").values_list("kind", "staff__username", "facts"))


def test_a_follower_hears_what_happens_from_then_on_but_for_the_own_acts():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    report = make.report()
    for person in (sari, budi):
        reports.watch(code=report.code, by=person)
    reports.start(code=report.code, version=1, by=sari)
    reports.note(code=report.code, by=sari, note="Leise")

    assert told() == [("watched", budi.username, {"kind": "reports.start"})]


def test_it_is_told_in_a_bundle_that_says_what_happened():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    made = [make.report(), make.report()]
    for report in made:
        reports.watch(code=report.code, by=budi)
        reports.start(code=report.code, version=1, by=sari)
    told()

    with clock.at(clock.now() + timedelta(hours=2)):
        (notice,) = notices.listed(budi, now=clock.now()).rows
    assert {item.code for item in notice.items} == {report.code for report in made}
    assert all(item.happened for item in notice.items)


def test_who_is_told_by_the_table_is_not_told_twice():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    report = make.report()
    reports.watch(code=report.code, by=budi)
    reports.assign(code=report.code, version=1, by=sari, assignee=budi.username)

    assert [(kind, who) for kind, who, _facts in told()] == [("reports.assign", budi.username)]


def test_who_may_not_see_the_report_any_more_hears_nothing():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    report = make.report()
    reports.watch(code=report.code, by=budi)
    budi.memberships.all().delete()
    reports.start(code=report.code, version=1, by=sari)

    assert told() == []


def test_a_named_colleague_is_told_at_once():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    report = make.report()
    reports.note(code=report.code, by=sari, note=f"@{budi.username} dan @{sari.username}, tolong cek")

    assert [(kind, who) for kind, who, _facts in told()] == [("reports.note", budi.username)]
    assert notices.unseen(budi, now=clock.now()) == 1
    assert Report.objects.get(pk=report.pk).version == 2


def test_a_hand_over_is_told_once_to_those_who_can_take_it():
    sari, budi, rina = (make.staff(of=GEBANG) for _ in range(3))
    make.staff(of="kel-31.73.01.1001")
    given = {"unit": GEBANG, "began_at": clock.now() - timedelta(hours=8), "note": "Kunci di laci"}
    handovers.hand_over(by=sari, key="a" * 20, **given)
    handovers.hand_over(by=sari, key="b" * 20, receiver=rina.username, **given)

    assert (handing.tell(), handing.tell()) == (3, 0)
    told = sorted(StaffNotice.objects.values_list("staff", "about"))
    assert [staff for staff, _about in told] == [budi.pk, rina.pk, rina.pk]
    (notice,) = notices.listed(budi, now=clock.now()).rows
    assert notice.items[0].handover == Handover.objects.order_by("id").first().pk
    assert sari.display_name in notice.items[0].category


def test_what_was_taken_is_no_news():
    sari, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
    kept = handovers.hand_over(
        by=sari, unit=GEBANG, began_at=clock.now() - timedelta(hours=8), note="Kunci di laci", key="a" * 20
    )
    handovers.take_over(by=budi, number=kept.pk)

    assert handing.tell() == 0
