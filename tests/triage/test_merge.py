"""`triage.merge` and `triage.unmerge`: reports of one problem are handled as one."""

import pytest
from tests.factories import make

from tanggap.core.refusal import NotFound
from tanggap.reports.models import Report
from tanggap.reports.words import Outcome, State
from tanggap.triage import actions

pytestmark = pytest.mark.django_db


def join(report, parent, **changes):
    officer = changes.pop("by", None) or make.staff(of=report.unit_id)
    actions.merge(code=report.code, version=report.version, by=officer, parent=parent.code, **changes)


def test_a_joined_report_follows_its_parent_and_its_voice_counts_there():
    parent, report = make.report(), make.report()

    join(report, parent)

    report.refresh_from_db()
    parent.refresh_from_db()
    assert (report.state, report.parent_id, report.outcome) == (State.MERGED, parent.pk, Outcome.DUPLICATE)
    assert parent.supporters == 1
    assert make.events(parent) == ["intake.accept", "triage.adopt"]


@pytest.mark.parametrize("closed", [State.RESOLVED, State.REJECTED])
def test_a_closed_report_takes_no_other_in(closed):
    parent, report = make.report(state=closed), make.report()

    with pytest.raises(actions.ParentClosed):
        join(report, parent)

    assert make.events(report) == ["intake.accept"]


def test_a_report_cannot_be_joined_to_itself_or_to_a_joined_one():
    report, other = make.report(), make.report(state=State.MERGED)

    with pytest.raises(actions.SameReport):
        join(report, report)
    with pytest.raises(actions.SameReport):
        join(report, other)


def test_a_private_report_of_another_unit_is_no_parent_and_does_not_show_that_it_exists():
    parent = make.report(visibility="private", handled_by=make.unit(), lon=None, lat=None, area="31.71.01.1001")
    report = make.report()
    before = make.events(parent)

    with pytest.raises(NotFound):
        join(report, parent)

    assert make.events(parent) == before
    assert make.events(report) == ["intake.accept"]


def test_a_separated_report_returns_to_where_it_was():
    report = make.report(state=State.IN_PROGRESS)
    officer = make.staff(of=report.unit_id)
    join(report, make.report(), by=officer)

    actions.unmerge(code=report.code, version=report.version + 1, by=officer)

    again = Report.objects.get(pk=report.pk)
    assert (again.state, again.parent_id, again.outcome, again.closed_at) == (State.IN_PROGRESS, None, "", None)
