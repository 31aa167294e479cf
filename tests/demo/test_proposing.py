"""What is stuck in the simulated city is proposed for the yearly planning, and its story is told by the product's own actions."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.demo.conftest import known
from tests.factories import make
from tests.logs import own_events_seen
from tests.planning import planned

from tanggap.agencies.words import Role
from tanggap.catalog.routing import route
from tanggap.config.demo import playing, proposing
from tanggap.config.demo.people import Cast
from tanggap.core import clock
from tanggap.planning.models import Proposal, Step
from tanggap.planning.words import ProposalState
from tanggap.reports.models import Event

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 11, 22, 5, tzinfo=UTC)


def test_the_longest_stuck_is_built_and_checked_the_next_is_proposed_and_nothing_stands_out_of_its_time():
    checking = "bagian-pemerintahan-31.75"
    with own_events_seen(), clock.at(UNTIL - timedelta(days=40)):
        reports = [make.report(state="in_progress", handled_by=planned.unit())]
        with clock.at(UNTIL - timedelta(days=30)):
            reports += [make.report(state="in_progress", handled_by=planned.unit()) for _ in range(2)]
        units = {row.unit_id for row in reports}
        units.add(str(route(category=reports[0].category_id, area=reports[0].area_id).competent))
        officers = [make.staff(of=unit) for unit in sorted(units)]
        validators = [make.staff(of=checking, role=Role.VALIDATOR) for _ in range(2)]
    with own_events_seen(), playing._without_savepoints(), clock.at(UNTIL):
        proposing.leave(known(), Cast([*officers, *validators]), until=UNTIL)
        proposing.leave(known(), Cast([*officers, *validators]), until=UNTIL)
        planned.follow()

    assert list(Proposal.objects.order_by("proposed_at").values_list("state", flat=True)) == [
        ProposalState.VERIFIED,
        ProposalState.PROPOSED,
    ]
    assert Step.objects.filter(at__gt=UNTIL).count() == Event.objects.filter(at__gt=UNTIL).count() == 0
    for report in reports:
        times = list(Event.objects.filter(report=report).order_by("version").values_list("at", flat=True))
        assert times == sorted(times)
