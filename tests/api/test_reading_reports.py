"""`GET` of the API: what everybody may read, page by page, with no way round the filter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import URL, problem
from tests.factories import LAMP, LITTER, make

from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
GHOST = "JK-0000-0000-000"


def codes(answer):
    return [row["code"] for row in answer.json()["reports"]]


def test_the_list_is_newest_first_and_ends(client):
    made = [make.report().code for _ in range(3)]

    answer = client.get(URL)

    assert codes(answer) == made[::-1]
    assert answer.json()["next"] is None
    assert "Link" not in answer


def test_pages_follow_one_another_without_gap_or_repeat(client):
    made = [make.report().code for _ in range(5)]

    seen, url = [], f"{URL}?limit=2&category={LAMP}"
    while url:
        answer = client.get(url)
        seen += codes(answer)
        url = answer.json()["next"]
        assert ("Link" in answer) == bool(url)

    assert seen == made[::-1]


def test_filters_narrow_the_list(client):
    lamp = make.report(category=LAMP, text="Lampu jalan mati total").code
    litter = make.report(category=LITTER, text="Sampah menumpuk di sini").code
    working = make.report(category=LITTER, text="Sampah lagi di sini", state=State.IN_PROGRESS).code

    def found(**wanted):
        return set(codes(client.get(URL, wanted)))

    assert found(category=LAMP) == {lamp}
    assert found(status="in_progress") == {working}
    assert found(open="true", category=LITTER) == {litter, working}
    assert found(open="false") == set()
    assert found(area="31.75") == {lamp, litter, working}
    assert found(area="31.74") == set()
    assert found(unit="kel-31.75.06.1005") == {lamp, litter, working}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"category": "none"}, "category"),
        ({"area": "31.99"}, "area"),
        ({"unit": "none"}, "unit"),
        ({"status": "done"}, "status"),
        ({"open": "perhaps"}, "open"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"after": "bm9uc2Vuc2U"}, "after"),
        ({"after": "x" * 500}, "after"),
        ({"text__icontains": "lampu"}, "text__icontains"),
        ({"visibility": "private"}, "visibility"),
        ({"_connector": "OR"}, "_connector"),
        ({"category": "' OR 1=1 --"}, "category"),
        ({"unit": "a\x00b"}, "unit"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(client, query, field):
    assert problem(client.get(URL, query)) == (422, "invalid", [field])


def test_private_reports_are_in_no_list_and_under_no_address(client):
    hidden = make.report(visibility="private").code

    assert codes(client.get(URL)) == []
    assert client.get(f"{URL}/{hidden}").status_code == 404
    assert client.get(f"{URL}/{hidden}/events").status_code == 404


@pytest.mark.parametrize("tail", ["", "/events"])
def test_unknown_private_and_mistyped_codes_give_the_same_bytes_for_the_same_statements(client, tail):
    hidden = make.report(visibility="private").code
    answers = []
    for code in (hidden, GHOST, "JK-1234-5678-90X", "x", "x" * 2000, "a%00b", "%F0%9F%92%A1"):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            answer = client.get(f"{URL}/{code}{tail}")
        answers.append((answer.status_code, answer.content, sorted(answer.items()), len(statements)))

    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 404
    assert answers[0][3] == 1


def test_a_code_may_be_written_as_people_do(client):
    code = make.report().code

    assert client.get(f"{URL}/{code.lower().replace('-', '')}").json()["code"] == code


def test_a_report_tells_what_became_of_it(client):
    made = make.report(state=State.RESOLVED)

    body = client.get(f"{URL}/{made.code}").json()

    assert (body["status"], body["outcome"]) == ("resolved", "solved")
    assert body["verifier"]
    assert body["resolve_kept"] is True
    assert {photo["shows"] for photo in body["photos"]} >= {"after"}
    assert body["events_url"].endswith(f"/{made.code}/events")


def test_the_history_names_units_and_no_persons(client):
    made = make.report(state=State.RESOLVED)

    answer = client.get(f"{URL}/{made.code}/events")

    kinds = [event["kind"] for event in answer.json()["events"]]
    assert kinds == make.events(made)
    assert "Person" not in answer.content.decode()


def test_internal_notes_are_not_in_it(client):
    from tanggap.reports import actions

    made = make.report()
    officer = make.staff(of=made.unit_id)
    actions.note(code=made.code, by=officer, note="Pelapor sering mengeluh")

    assert "sering mengeluh" not in client.get(f"{URL}/{made.code}/events").content.decode()


def test_what_a_text_tells_of_persons_is_hidden(client):
    made = make.report(text="Hubungi saya di 0812-3456-7890 atau ratna@example.org, plat B 1234 XYZ")

    for url in (URL, f"{URL}/{made.code}"):
        text = client.get(url).content.decode()
        assert "3456" not in text
        assert "ratna@" not in text
        assert "1234 XYZ" not in text


@pytest.mark.parametrize("name", ["categories", "areas", "units"])
def test_reference_data_costs_no_statement_once_it_is_known(client, name):
    client.get(f"/api/v1/{name}")
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(f"/api/v1/{name}")

    assert answer.json()[name]
    assert answer["Cache-Control"] == "public, max-age=60"
    assert len(statements) == 0


def test_areas_and_categories_are_those_of_the_pack(client):
    areas = client.get("/api/v1/areas").json()["areas"]
    categories = client.get("/api/v1/categories").json()["categories"]

    assert sum(area["leaf"] for area in areas) == 267
    lamp = next(row for row in categories if row["code"] == LAMP)
    assert (lamp["leaf"], set(lamp["names"])) == (True, {"id", "en"})


def test_units_tell_no_contacts(client):
    units = client.get("/api/v1/units").json()["units"]

    assert {key for unit in units for key in unit} == {"code", "name", "names", "kind", "parent", "area"}


@pytest.mark.parametrize("rows", [10, 60])
def test_the_list_is_one_statement_for_any_number_of_rows(client, rows):
    for _ in range(rows):
        make.report()
    client.get(URL)
    with CaptureQueriesContext(connection) as statements:
        client.get(f"{URL}?limit=100")

    assert len(statements) == 1
