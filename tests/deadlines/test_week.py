"""A simulated week, hour by hour: who was told what, when, once; how long the digests were."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.deadlines import actions
from tanggap.deadlines.models import Escalation
from tanggap.notify import staff as telling
from tanggap.notify.digests import digest
from tanggap.notify.models import OutboundMessage, StaffNotice
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)  # 08:00 in Jakarta; a solution is promised within three days
REPORTS = 12


class Week:
    """An office with `REPORTS` reports that nobody solves, and those above it."""

    def __init__(self, *, acknowledging: bool) -> None:
        self.acknowledging = acknowledging
        with clock.at(MONDAY):
            first = make.report(category=LITTER)
            area = first.area_id
            posts = {
                "officer": (first.unit_id, Role.OFFICER),
                "supervisor": (first.unit_id, Role.SUPERVISOR),
                "lurah": (first.unit_id, Role.LEADER),
                "camat": (f"kec-{area[:8]}", Role.LEADER),
                "mayor": (f"kota-{area[:5]}", Role.LEADER),
                "governor": ("kantor-gubernur", Role.LEADER),
            }
            self.people = {name: make.staff(of=unit, role=role) for name, (unit, role) in posts.items()}
        self.made = [first]
        for number in range(1, REPORTS):
            self.made.append(make.report(category=LITTER, at=MONDAY + timedelta(minutes=number)))
        for report in self.made:
            with clock.at(MONDAY + timedelta(hours=1)):
                reports.start(code=report.code, version=1, by=self.people["officer"])

    def live(self, days: int) -> None:
        """Let the clock's sweeps and the consumer work every hour; those told take notice at once where they are said to."""
        for hour in range(2, days * 24 + 1):
            with clock.at(MONDAY + timedelta(hours=hour)):
                if hour == 30:  # asked, and not answered within the week
                    self.do(reports.ask, self.made[1], question="Di mana?")
                if hour == 80:  # refused to be a problem of this city after all
                    self.do(reports.coordinate, self.made[2], unit=self.other(), message="Mohon")
                actions.note_breaches()
                actions.escalate()
                actions.follow_up()
                cursors.catch_up(telling.CONSUMER)
                if self.acknowledging:
                    self.take_notice()

    def do(self, act, report, **facts):
        report.refresh_from_db()
        act(code=report.code, version=report.version, by=self.people["officer"], **facts)

    def other(self) -> str:
        return make.unit().code

    def take_notice(self) -> None:
        """Let everybody take notice of what they were told until now."""
        rows = Escalation.objects.filter(acknowledged_at__isnull=True, ended_at__isnull=True, told_at__lte=clock.now())
        for row in rows:
            post = {"officer": "officer", "supervisor": "supervisor"}.get(row.role) or next(
                name
                for name, person in self.people.items()
                if person.unit_id == row.unit_id and name not in {"officer", "supervisor"}
            )
            if row.report.unit_id == self.people["officer"].unit_id or not row.is_own:
                actions.acknowledge(by=self.people[post], escalations=[row.pk])

    def told(self) -> dict[str, list[tuple[str, int]]]:
        """Return for each person (when on Jakarta's clock, of how many reports) of each digest, first to last."""
        found = {}
        for name, person in self.people.items():
            counts = Counter(
                StaffNotice.objects.filter(staff=person, kind="deadlines.escalate").values_list("told_at", flat=True)
            )
            found[name] = [(clock.local(at).strftime("%a %H:%M"), number) for at, number in sorted(counts.items())]
        return found


@pytest.fixture
def seen(monkeypatch):
    monkeypatch.setattr(telling, "NEWS", timedelta(days=10_000))
    with own_events_seen():
        yield


def test_who_was_told_what_when_and_once_where_everybody_takes_notice(seen):
    week = Week(acknowledging=True)
    week.live(days=9)

    # The first report is due on the hour, the others within the next one; one waits for its reporter, one went to another unit on Thursday.
    assert week.told() == {
        "officer": [("Tue 20:00", 1), ("Wed 06:00", REPORTS - 2)],
        "supervisor": [("Wed 14:00", 1), ("Wed 15:00", REPORTS - 2)],
        "lurah": [("Thu 08:00", 1), ("Thu 09:00", REPORTS - 2)],
        "camat": [("Fri 20:00", 1), ("Sat 06:00", REPORTS - 2)],
        "mayor": [("Sun 08:00", 1), ("Sun 09:00", REPORTS - 2)],
        "governor": [("Wed 08:00", 1)],
    }
    told = Event.objects.filter(kind="deadlines.escalate").values_list("report", "payload__step")
    assert len(told) == len(set(told)) == Escalation.objects.count()
    assert Event.objects.filter(kind="deadlines.escalate", payload__why="silence").count() == 0


def test_what_nobody_takes_notice_of_goes_up_a_rung_a_day(seen):
    week = Week(acknowledging=False)
    week.live(days=7)

    assert {name: told[0][0] for name, told in week.told().items()} == {
        "officer": "Tue 20:00",
        "supervisor": "Wed 14:00",
        "lurah": "Thu 08:00",
        "camat": "Fri 08:00",
        "mayor": "Sat 08:00",
        "governor": "Sun 08:00",
    }
    for name, told in week.told().items():
        assert sum(number for _at, number in told) <= REPORTS, name
        assert max(number for _at, number in told) >= REPORTS - 3, name  # two stand still or went elsewhere
    rows = StaffNotice.objects.filter(kind="deadlines.escalate")
    assert rows.count() == rows.values("staff", "report", "event").distinct().count()
    assert {clock.local(row.told_at).hour for row in rows} <= set(range(6, 22))


def test_each_digest_is_one_message_that_lists_the_reports_and_nobody_who_reported(seen):
    week = Week(acknowledging=True)
    week.live(days=3)

    messages = OutboundMessage.objects.filter(staff=week.people["supervisor"]).order_by("made_at")
    first, second = (digest(message, base_url="https://example.org") for message in messages)

    assert (len(first.codes), len(second.codes)) == (1, REPORTS - 2)
    assert second.subject == "10 laporan hampir atau sudah kehabisan waktu"
    assert second.text.splitlines()[-1] == "Tandai sudah dibaca di sini: https://example.org/desk/eskalasi/"
    assert {message.state for message in messages} == {"none"}
    assert Report.objects.filter(code__in=second.codes).count() == REPORTS - 2


def test_made_anew_the_notices_are_the_same(seen):
    week = Week(acknowledging=True)
    week.live(days=3)
    before = week.told()
    cursors.rebuild(telling.CONSUMER)

    assert week.told() == before


def test_what_is_solved_before_it_is_told_is_not_told(seen):
    week = Week(acknowledging=True)
    week.live(days=1)
    report = week.made[3]
    with clock.at(MONDAY + timedelta(hours=36, minutes=30)):  # Tuesday 20:30: the half is over, and it is told at six
        actions.escalate()
        cursors.catch_up(telling.CONSUMER)
        assert StaffNotice.objects.filter(report=report, kind="deadlines.escalate").count() == 1
        week.do(reports.ask, report, question="Di mana?")
        cursors.catch_up(telling.CONSUMER)

    assert StaffNotice.objects.filter(report=report, kind="deadlines.escalate").count() == 0
