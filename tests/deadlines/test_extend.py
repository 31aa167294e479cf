"""`deadlines.actions.extend`: a later date with a published reason, within the policy's limits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import LAMP, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.core.refusal import Invalid, NotAllowed, Stale
from tanggap.deadlines import actions
from tanggap.deadlines.actions import extending
from tanggap.notify import queries as notify
from tanggap.notify.consumer import CONSUMER
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
REASON = "Tiang harus dipesan"


def started(**changes):
    """Return a report on which somebody has worked since Monday noon, promised for the Thursday; and that person."""
    report = make.report(state=State.IN_PROGRESS, category=LAMP, at=NOON, **changes)
    return report, report.assignee


def extend(report, by, until, *, at=NOON + timedelta(hours=2), reason=REASON, version=None):
    report.refresh_from_db()
    with clock.at(at):
        return actions.extend(code=report.code, version=version or report.version, by=by, until=until, message=reason)


def day_after(report, days):
    return clock.local(report.resolve_due_at).date() + timedelta(days=days)


def test_the_solution_is_promised_by_the_end_of_that_day_and_everybody_reads_why():
    report, officer = started()
    until = day_after(report, 3)

    event = extend(report, officer, until)

    report.refresh_from_db()
    assert clock.local(report.resolve_due_at).replace(tzinfo=None) == datetime.combine(
        until, datetime.min.time()
    ) + timedelta(hours=23, minutes=59)
    assert (event.payload["message"], event.payload["times"], event.payload["days"]) == (REASON, 1, 3)
    assert (report.extensions, report.extension_days, report.state) == (1, 3, State.IN_PROGRESS)


def test_the_reporter_is_told_the_reason_and_the_date():
    report, officer = started()
    extend(report, officer, day_after(report, 3))
    with own_events_seen():
        cursors.catch_up(CONSUMER)

    latest = notify.messages_of(report.code)[0]

    assert latest.template == "extended"
    assert REASON in latest.text
    report.refresh_from_db()
    assert f"{clock.local(report.resolve_due_at):%H.%M} WIB" in latest.text


def test_a_date_that_is_not_later_is_no_extension():
    report, officer = started()
    for until in (day_after(report, -1), date(2026, 1, 1), date(1, 1, 1)):
        with pytest.raises(Invalid) as refused:
            extend(report, officer, until)
        assert set(refused.value.errors) == {"until"}
    assert make.events(report)[-1] == "reports.start"


def test_a_reason_is_needed():
    report, officer = started()
    with pytest.raises(Invalid) as refused:
        extend(report, officer, day_after(report, 3), reason=" ")
    assert set(refused.value.errors) == {"message"}


def test_the_unit_may_do_it_twice_then_its_supervisor():
    report, officer = started()
    extend(report, officer, day_after(report, 1))
    report.refresh_from_db()
    extend(report, officer, day_after(report, 1))
    report.refresh_from_db()
    with pytest.raises(extending.NeedsSupervisor):
        extend(report, officer, day_after(report, 1))

    extend(report, make.staff(of=report.unit_id, role=Role.SUPERVISOR), day_after(report, 1))

    report.refresh_from_db()
    assert report.extensions == 3


def test_the_unit_may_put_off_so_many_days_its_supervisor_more_and_nobody_any_number():
    report, officer = started()
    supervisor = make.staff(of=report.unit_id, role=Role.SUPERVISOR)
    with pytest.raises(extending.NeedsSupervisor):
        extend(report, officer, day_after(report, 15))
    with pytest.raises(extending.TooFar):
        extend(report, supervisor, day_after(report, 91))
    with pytest.raises(extending.TooFar):
        extend(report, supervisor, date(9999, 12, 30))

    extend(report, supervisor, day_after(report, 90))

    report.refresh_from_db()
    assert report.extension_days == 90


def test_what_was_broken_stays_broken():
    report, officer = started()
    late = report.resolve_due_at + timedelta(hours=1)

    extend(report, officer, clock.local(late).date() + timedelta(days=2), at=late)

    report.refresh_from_db()
    assert make.events(report)[-2:] == ["deadlines.breach", "deadlines.extend"]
    assert report.breached == 2
    with clock.at(report.resolve_due_at + timedelta(hours=1)):
        assert actions.note_breaches() == 0


def test_only_the_unit_that_answers_may():
    report, _officer = started()
    with pytest.raises(NotAllowed):
        extend(report, make.staff(of=make.unit()), day_after(report, 3))
    with pytest.raises(NotAllowed):
        extend(report, make.staff(of=report.unit_id, role=Role.ANALYST), day_after(report, 3))


@pytest.mark.parametrize("state", [State.AWAITING_VALIDATION, State.RESOLVED, State.REJECTED, State.MERGED])
def test_what_is_not_worked_on_is_not_put_off(state):
    report = make.report(state=state, category=LAMP)
    with pytest.raises(extending.NothingToExtend):
        actions.extend(
            code=report.code,
            version=report.version,
            by=make.staff(of=report.unit_id),
            until=date(2099, 1, 1),
            message=REASON,
        )


def test_a_change_in_between_is_seen():
    report, officer = started()
    version = report.version
    with clock.at(NOON + timedelta(hours=1)):
        reports.assign(code=report.code, version=version, by=officer, assignee="")
    with pytest.raises(Stale):
        extend(report, officer, day_after(report, 3), version=version)


def test_a_published_date_outlives_a_change_of_category():
    report, officer = started()
    extend(report, officer, day_after(report, 10))
    report.refresh_from_db()
    due_at = report.resolve_due_at
    with clock.at(NOON + timedelta(hours=3)):
        reports.change(code=report.code, version=report.version, by=officer, category="sampah", message="Ini sampah")

    report.refresh_from_db()
    assert report.resolve_due_at == due_at


def test_the_event_is_public_and_holds_no_person():
    report, officer = started()
    extend(report, officer, day_after(report, 3))
    event = Event.objects.get(report=report, kind="deadlines.extend")
    assert set(event.payload) == {"message", "due", "times", "days"}
    assert officer.display_name not in str(event.payload)
    assert Report.objects.get(pk=report.pk).version == event.version
