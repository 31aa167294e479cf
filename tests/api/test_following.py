"""`GET /api/v1/events` and `/changes`: everything that happened, once and in order, for programs that may follow it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import problem
from tests.clients import making
from tests.factories import LAMP, LITTER, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.api import schemas_more as more
from tanggap.clients.words import Scope
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import actions
from tanggap.reports.words import HideReason, State

pytestmark = pytest.mark.django_db
EVENTS, CHANGES = "/api/v1/events", "/api/v1/changes"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@pytest.fixture
def follower():
    return making.bearer(making.key(making.program(scopes=[Scope.EVENTS_READ.value])))


def ask(client, follower, url=EVENTS, **wanted):
    return client.get(url, wanted, headers=follower)


def test_a_key_with_the_scope_is_needed(client, follower):
    other = making.bearer(making.key(making.program(scopes=[Scope.STATISTICS_READ.value])))

    assert [client.get(url).status_code for url in (EVENTS, CHANGES)] == [401, 401]
    assert problem(client.get(EVENTS, headers=other)) == (403, "insufficient_scope", [])
    assert ask(client, follower).status_code == 200


def test_pages_lead_to_the_end_and_on_from_there(client, follower):
    made = make.report(state=State.RESOLVED)
    seen, url = [], f"{EVENTS}?limit=2"
    for _page in range(20):
        answer = client.get(url, headers=follower)
        body = more.EventPage.model_validate(answer.json()).model_dump(mode="json")
        assert body == answer.json()
        assert answer["Link"] == f'<{body["next"]}>; rel="next"'
        seen += body["events"]
        url = body["next"]
        if body["end"]:
            break
    later = make.report()

    assert [event["kind"] for event in seen] == make.events(made)
    assert [event["report"] for event in client.get(url, headers=follower).json()["events"]] == [later.code]


def test_it_is_narrowed_by_each_of_its_filters(client, follower):
    lamp, litter = make.report(category=LAMP), make.report(category=LITTER, state=State.IN_PROGRESS)

    def found(**wanted):
        return {event["report"] for event in ask(client, follower, **wanted).json()["events"]}

    assert found(category=LAMP) == found(report=lamp.code.lower()) == {lamp.code}
    assert found(kind="reports.start,reports.ask") == {litter.code}
    assert found(area="31.75", unit=lamp.unit_id) == {lamp.code, litter.code}
    assert found(since=(clock.now() + timedelta(hours=1)).isoformat()) == set()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "reports.note"}, "kind"),
        ({"kind": "x" * 900}, "kind"),
        ({"unit": "none"}, "unit"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-11-26T10:00:00"}, "since"),
        ({"since": "0001-01-01T00:00:00+23:00"}, "since"),
        ({"limit": 0}, "limit"),
        ({"after": "zzz"}, "after"),
        ({"report__id": 1}, "report__id"),
    ],
)
def test_what_means_nothing_is_refused(client, follower, query, field):
    assert problem(ask(client, follower, **query)) == (422, "invalid", [field])


@pytest.mark.parametrize("since", ["2186-11-09T09:53:34-18:28", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_an_instant_far_away_is_an_instant(client, follower, since):
    assert [ask(client, follower, url, since=since).status_code for url in (EVENTS, CHANGES)] == [200, 200]


def test_a_page_of_another_choice_is_refused_and_the_place_of_an_event_is_not(client, follower):
    make.report()
    page = ask(client, follower, category=LAMP).json()

    assert problem(ask(client, follower, category=LITTER, after=page["cursor"]))[0] == 422
    assert ask(client, follower, category=LITTER, after=page["events"][0]["cursor"]).status_code == 200


def test_a_filter_given_twice_is_refused(client, follower):
    answer = client.get(f"{EVENTS}?category={LAMP}&category={LITTER}", headers=follower)

    assert problem(answer) == (422, "invalid", ["category"])


def test_changes_tell_what_stands_now_and_what_is_gone(client, follower):
    start = ask(client, follower, CHANGES).json()["cursor"]
    stays, goes = make.report(), make.report()
    first = ask(client, follower, CHANGES, after=start).json()
    moderator = make.staff(of=city().intake_unit, role=Role.INTAKE)
    actions.withhold(code=goes.code, version=goes.version, by=moderator, reason=HideReason.values[0])
    then = ask(client, follower, CHANGES, after=first["cursor"]).json()

    assert {row["code"] for row in first["reports"]} == {stays.code, goes.code}
    assert (then["reports"], then["gone"]) == ([], [goes.code])
    assert more.ChangePage.model_validate(first).model_dump(mode="json") == first


def test_changes_begin_at_an_instant(client, follower):
    make.report()
    later = (clock.now() + timedelta(hours=1)).isoformat()

    assert len(ask(client, follower, CHANGES, since="2026-01-01T00:00:00Z").json()["reports"]) == 1
    assert ask(client, follower, CHANGES, since=later).json()["reports"] == []


@pytest.mark.parametrize(("url", "most"), [(EVENTS, 2), (CHANGES, 4)])
def test_they_cost_the_same_for_any_number_of_reports(client, follower, url, most):
    said = []
    for number in (1, 4):
        for _ in range(number):
            make.report()
        ask(client, follower, url)
        with CaptureQueriesContext(connection) as statements:
            ask(client, follower, url)
        said.append(len(statements))

    assert said[0] == said[1] <= most
