"""The public register: everybody finds each proposal, what became of it and why, whatever the address says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.logs import own_events_seen
from tests.planning import planned

from tanggap.core import clock
from tanggap.planning import actions
from tanggap.planning.models import Proposal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with own_events_seen(), clock.at(planned.NOW):
        yield


def text(client, path: str, language: str = "id") -> str:
    client.cookies["bahasa"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("language", "word"), [("id", "Diusulkan"), ("en", "Proposed")])
def test_a_proposal_stands_there_with_its_state_and_cost_in_both_languages(client, language, word):
    made = planned.proposed()
    shown = text(client, "/usulan/", language)

    assert (made.code in shown, word in shown, "750" in shown) == (True, True, True)


def test_it_is_narrowed_by_state_year_level_area_and_category(client):
    made, other = planned.proposed().admit(), planned.proposed(title="Jembatan lain")
    row = made.row
    path = f"/usulan/?state=deliberated&year={row.year}&level={row.level}&area=31.75&category={row.category_id}"
    shown = text(client, path)

    assert (made.code in shown, other.code in shown) == (True, False)


def test_what_was_not_taken_says_why(client):
    made = planned.proposed()
    made.do(actions.refuse, by=made.keeper(), reason="by_unit", message="Cukup diperbaiki oleh unit")
    shown = text(client, f"/usulan/{made.code}/")

    assert "Cukup diperbaiki oleh unit" in shown
    assert "Tidak diterima: Unit dapat menyelesaikannya sendiri." in shown


@pytest.mark.parametrize(
    "query", ["state=x", "year=10000", "year=٢٠٢٨", "level=none", "area=nowhere", "category='", "after=x", "state=%00"]
)
def test_a_senseless_address_shows_all_and_says_so(client, query):
    made = planned.proposed()
    shown = text(client, f"/usulan/?{query}")

    assert (made.code in shown, 'class="notice warn"' in shown) == (True, True)


def test_an_empty_register_says_what_it_is_for(client):
    assert "Belum ada usulan" in text(client, "/usulan/")


def test_the_list_asks_the_same_for_few_and_for_many(client):
    planned.proposed()
    few = statements(client)
    first = Proposal.objects.get()
    for number in range(12):
        planned.proposed(planned.reports(first.unit_id, 1), title=f"Usulan {number}")

    assert statements(client) == few <= 4


def statements(client) -> int:
    client.get("/usulan/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/usulan/")
    return len(asked)


def test_a_city_without_yearly_planning_has_no_register(client, monkeypatch):
    for module in ("listing", "proposal"):
        monkeypatch.setattr(f"tanggap.web.proposals.views.{module}.is_planned", lambda: False)

    assert [client.get(path).status_code for path in ("/usulan/", "/usulan/JKU-0000-0000-000/")] == [404, 404]
