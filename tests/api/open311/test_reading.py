"""What everybody may read by GeoReport v2, in both forms."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import jsonschema
import pytest
from tests import factories as make
from tests.api.open311 import published
from tests.api.open311.making import LAT, LON, V2, faults

from tanggap.catalog.models import Category
from tanggap.core import clock, shelf
from tanggap.reports import actions as reports
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
KINDS = ("text", "paragraph", "number", "moment", "choice", "choices")


def ids(client, query=""):
    answer = client.get(f"{V2}/requests.json{query}")
    assert answer.status_code == 200, answer.content
    return [one["service_request_id"] for one in answer.json()]


def spark(element):
    """Return XML as the specification's Spark convention makes JSON of it: a container of one kind of child is a list."""
    lists = {"services", "attributes", "values", "service_requests", "endpoints", "formats"}
    if element.tag in lists:
        return [spark(child) for child in element]
    return {child.tag: spark(child) for child in element} if len(element) else (element.text or "")


def plain(value):
    """Return JSON with every value as XML writes it."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture
def asks_all_kinds():
    options = [{"code": code, "label": {"id": code, "en": code}} for code in ("a", "b", "c")]
    questions = [
        {"code": kind, "label": {"id": kind, "en": kind}, "kind": kind, "required": kind == "number"}
        | ({"options": options} if kind.startswith("choice") else {})
        for kind in KINDS
    ]
    Category.objects.filter(code=make.LITTER).update(questions=questions)
    shelf.clear_all()
    return make.LITTER


def test_what_is_published_of_the_schema_holds(client, asks_all_kinds):
    make.report(state=State.RESOLVED)
    make.report(category=None, lon=None, lat=None)

    jsonschema.validate(client.get(f"{V2}/services.json").json(), published.SERVICES)
    jsonschema.validate(client.get(f"{V2}/services/{asks_all_kinds}.json").json(), published.DEFINITION)
    jsonschema.validate(client.get(f"{V2}/requests.json").json(), published.REQUESTS)


@pytest.mark.parametrize(
    "address",
    ["services", f"services/{make.LAMP}", "requests", "requests?extensions=true", "discovery", "../discovery"],
)
def test_both_forms_say_the_same(client, address):
    make.report(text="Lampu mati & gelap <sekali> \x0b, kata “kami”")
    path, _mark, query = address.partition("?")

    in_json = client.get(
        f"/open311/{'v2/' if not path.startswith('..') else ''}{path.removeprefix('../')}.json?{query}"
    )
    in_xml = client.get(f"/open311/{'v2/' if not path.startswith('..') else ''}{path.removeprefix('../')}.xml?{query}")

    assert in_xml["Content-Type"] == "text/xml; charset=utf-8"
    assert spark(ElementTree.fromstring(in_xml.content)) == plain(in_json.json())


def test_every_kind_of_question_is_told_by_its_datatype(client, asks_all_kinds):
    attributes = client.get(f"{V2}/services/{asks_all_kinds}.json").json()["attributes"]

    assert [one["datatype"] for one in attributes] == [
        "string", "text", "number", "datetime", "singlevaluelist", "multivaluelist",
    ]  # fmt: skip
    assert [one["order"] for one in attributes] == [1, 2, 3, 4, 5, 6]
    assert [one["required"] for one in attributes] == [kind == "number" for kind in KINDS]


def test_a_closed_report_says_how_it_ended_and_when(client):
    code = make.report(state=State.RESOLVED).code

    (told,) = client.get(f"{V2}/requests/{code}.json?extensions=true&locale=en").json()

    assert (told["status"], told["service_notice"]) == ("closed", None)
    assert told["status_notes"].startswith("Resolved · Solved and checked · checked by ")
    assert told["updated_datetime"] == told["extended_attributes"]["closed_datetime"]


def test_notes_are_in_the_askers_language(client):
    code = make.report().code

    notes = [
        client.get(f"{V2}/requests/{code}.json{query}", headers={"Accept-Language": said}).json()[0]["status_notes"]
        for query, said in (("", "en"), ("", "id"), ("?locale=en", "id"), ("?locale=xx", "id"))
    ]

    assert notes == ["Waiting.", "Menunggu.", "Waiting.", "Menunggu."]


def test_private_withheld_and_mistyped_ids_are_answered_alike(client):
    private = make.report(visibility="private").code

    answers = [client.get(f"{V2}/requests/{code}.json") for code in (private, "JK-0000-0000-000", "nonsense")]

    assert {faults(answer, 404)[0] for answer in answers} == {faults(answers[0], 404)[0]}
    assert ids(client) == []
    assert ids(client, f"?service_request_id={private}") == []


def test_a_text_is_screened_and_a_sensitive_place_is_coarse(client, asks_all_kinds):
    Category.objects.filter(code=make.LAMP).update(is_sensitive=True)
    shelf.clear_all()
    code = make.report(text="Hubungi 0812-3456-7890, lampu mati", address="Gang Melati 7", photos=[]).code

    (told,) = client.get(f"{V2}/requests/{code}.json").json()

    assert "3456" not in told["description"]
    assert (told["lat"], told["long"], told["media_url"]) == (round(LAT, 3), round(LON, 3), None)
    assert "Melati" not in told["address"]


def test_ids_override_everything_and_unknown_ones_are_left_out(client):
    first, second = make.report(at=NOON).code, make.report(category=make.LITTER).code

    query = f"?service_request_id={first},JK-0000-0000-000&service_request_id[]={second}&status=closed&service_code={make.LAMP}"

    assert ids(client, query) == [second, first]


def test_lists_of_values_come_with_commas_repeated_and_in_brackets(client):
    lamp, litter = make.report().code, make.report(category=make.LITTER).code
    make.report(category="jalan")

    asked = [
        f"?service_code={make.LAMP},{make.LITTER}",
        f"?service_code={make.LAMP}&service_code={make.LITTER}",
        f"?service_code[]={make.LAMP}&service_code[]={make.LITTER}",
        f"?service_code[0][]={make.LAMP}&service_code[1][]=,,{make.LITTER},&service_code=",
    ]

    assert [ids(client, query) for query in asked] == [[litter, lamp]] * 4


def test_an_empty_parameter_is_none(client):
    code = make.report().code

    assert ids(
        client, "?status=&service_code=&start_date=&end_date=&page=&lat=&long=&jurisdiction_id=&extensions="
    ) == [code]


def test_both_bounds_of_a_time_hold_at_once(client):
    with clock.at(NOON + timedelta(days=2)):
        codes = [make.report(at=NOON + timedelta(hours=hours)).code for hours in (0, 1, 2)]
        bounds = [
            ("2026-11-20T05:30:00Z", "2026-11-20T06:30:00Z"),
            ("2026-11-20T12:30:00.000001+07:00", "2026-11-20T13:30:00,5+0700"),
            ("2026-11-20T12:30:00 07:00", "2026-11-20T06:00Z"),
        ]

        assert [ids(client, f"?start_date={since}&end_date={until}") for since, until in bounds] == [[codes[1]]] * 3
        assert ids(client, "?start_date=2026-11-20&end_date=2026-11-20") == codes[::-1]
        assert ids(client, "?end_date=2026-11-20T05:00:00Z") == codes[:1]


def test_ninety_days_are_the_most(client):
    with clock.at(NOON):
        old = make.report(at=NOON - timedelta(days=100)).code
        new = make.report(at=NOON - timedelta(days=80)).code

        assert ids(client) == [new]
        assert ids(client, "?start_date=2026-08-01T00:00:00Z") == [new, old]
        assert faults(client.get(f"{V2}/requests.json?start_date=2026-01-01&end_date=2026-11-01"), 400)


def test_open_and_closed_are_told_apart(client):
    still, over = make.report().code, make.report(state=State.REJECTED).code

    assert (ids(client, "?status=open"), ids(client, "?status=closed")) == ([still], [over])
    assert ids(client, "?status=open,closed") == ids(client, "?status[]=CLOSED&status[]=open") == [over, still]


def test_what_was_updated_since_comes_in_that_order(client):
    with clock.at(NOON):
        make.report(at=NOON - timedelta(days=30))
        fresh = make.report(at=NOON - timedelta(hours=3)).code
        old = make.report(at=NOON - timedelta(days=120))
    officer = make.staff(of=old.unit_id)
    with clock.at(NOON + timedelta(hours=1)):
        reports.start(code=old.code, version=old.version, by=officer)
        first = client.get(f"{V2}/requests.json?updated_after=2026-11-19&page_size=1")

        assert ids(client, "?updated_after=2026-11-19") == [old.code, fresh]
        assert [one["service_request_id"] for one in first.json()] == [old.code]
        second = client.get(first["Link"].partition(">")[0].lstrip("<")).json()
        assert [one["service_request_id"] for one in second] == [fresh]
        assert ids(client, f"?updated_before=2026-11-20T04:00:00Z&status=open&service_code={make.LAMP}")[0] == fresh


def test_near_a_point(client):
    here = make.report().code
    make.report(lon=106.8272, lat=-6.1754)

    assert ids(client, f"?lat={LAT}&long={LON}&radius=200") == [here]
    assert ids(client, f"?lat={LAT + 0.01}&long={LON}") == []
    assert ids(client, f"?lat={LAT + 0.01}&long={LON}&radius=1200") == [here]


def test_pages_by_number_and_by_the_link_are_the_same(client):
    codes = [make.report().code for _ in range(5)][::-1]

    first = client.get(f"{V2}/requests.json?page_size=2&status=open")
    link = first["Link"]
    second = client.get(link.partition(">")[0].lstrip("<"))

    assert [one["service_request_id"] for one in first.json()] == codes[:2]
    assert [one["service_request_id"] for one in second.json()] == codes[2:4]
    assert [ids(client, f"?page_size=2&page={page}&status=open") for page in (1, 2, 3, 4)] == [
        codes[:2],
        codes[2:4],
        codes[4:],
        [],
    ]
    other = link.partition(">")[0].lstrip("<").replace("status=open", "status=closed")
    assert faults(client.get(other), 400)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("start_date=yesterday", "start_date"),
        ("start_date=2026-11-20T05:00:00", "start_date"),
        ("start_date=2026-02-30", "start_date"),
        ("start_date=0001-01-01T00:00:00%2B14:00", "start_date"),
        ("end_date=0001-01-02", "start_date, end_date"),
        ("start_date=2026-11-20&end_date=2026-11-19", "start_date, end_date"),
        ("start_date=2026-11-20&start_date=2026-11-19", "start_date"),
        ("status=done", "status"),
        ("page=0", "page"),
        ("page=12&page_size=1000", "page"),
        ("page_size=1001", "page_size"),
        ("page_size=-1", "page_size"),
        ("lat=1", "lat, long"),
        ("lat=1e3&long=1", "lat"),
        ("lat=NaN&long=1", "lat"),
        ("lat=91&long=1", "lat, long"),
        ("radius=5", "radius"),
        (f"lat={LAT}&long={LON}&radius=0", "radius"),
        ("after=!!!", "after"),
        ("extensions=perhaps", "extensions"),
    ],
)
def test_what_means_nothing_is_refused_by_its_name(client, query, named):
    assert faults(client.get(f"{V2}/requests.json?{query}"), 400)[0].startswith(f"{named}: ")


@pytest.mark.parametrize("query", [b"status=\xff", b"jurisdiction_id=%ff%fe", b"service_code=%e9"])
def test_what_is_not_utf8_is_refused(client, query):
    answer = client.get(f"{V2}/requests.json", QUERY_STRING=query.decode("latin-1"))

    assert "UTF-8" in faults(answer, 400)[0]


@pytest.mark.parametrize(
    "address", ["services", f"services/{make.LAMP}", "requests", "requests/JK-0000-0000-000", "tokens/x"]
)
def test_an_unknown_jurisdiction_is_not_found_and_the_citys_own_is(client, address):
    assert faults(client.get(f"{V2}/{address}.json?jurisdiction_id=bekasi.go.id"), 404)[0].startswith(
        "jurisdiction_id: "
    )
    known = client.get(f"{V2}/{address}.json?jurisdiction_id=jakarta.go.id")
    assert known.status_code == (404 if "/JK" in address or "tokens" in address else 200)


def test_where_a_city_has_several_ids_each_request_names_one(client, monkeypatch):
    from tanggap.api.open311 import terms

    monkeypatch.setattr("tanggap.api.open311.terms.terms", lambda: terms.Terms(("a.example", "b.example")))

    assert faults(client.get(f"{V2}/services.json"), 400)[0].startswith("jurisdiction_id: ")
    assert client.get(f"{V2}/services.json?jurisdiction_id=b.example").status_code == 200


@pytest.mark.parametrize("address", ["services/nope", "requests/nope", "tokens/nope", "nope"])
def test_unknown_ids_are_not_found_in_the_form_that_was_asked_for(client, address):
    assert faults(client.get(f"{V2}/{address}.json"), 404)
    in_xml = client.get(f"{V2}/{address}.xml")
    assert in_xml.status_code == 404
    assert ElementTree.fromstring(in_xml.content).find("error/code").text == "404"


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("services.json/", "text/xml", "application/json; charset=utf-8"),
        ("services.xml/", "application/json", "text/xml; charset=utf-8"),
        ("services", "application/json", "application/json; charset=utf-8"),
        ("services/", "text/html,application/xml;q=0.9,*/*;q=0.8", "text/xml; charset=utf-8"),
        ("services", "", "text/xml; charset=utf-8"),
        ("services", "text/xml;q=0.1, application/json", "application/json; charset=utf-8"),
    ],
)
def test_the_ending_decides_the_form_and_without_one_accept_does(client, path, accept, kind):
    answer = client.get(f"{V2}/{path}", headers={"Accept": accept} if accept else {})

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_who_takes_neither_form_is_told(client):
    assert client.get(f"{V2}/services", headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"{V2}/services", headers={"Accept": "text/xml;q=0, image/*;q=x"}).status_code == 406


def test_a_page_of_another_site_may_read_and_send_nothing(client):
    answer = client.get(f"{V2}/services.json")
    asked = client.options(f"{V2}/requests.json")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, OPTIONS")
    assert "Access-Control-Allow-Origin" not in client.post(f"{V2}/requests.json", {}).headers
    assert client.delete(f"{V2}/requests.json").status_code == 405


def test_a_page_costs_the_same_statements_however_long(client, django_assert_num_queries):
    for _ in range(3):
        make.report()
    client.get(f"{V2}/requests.json")

    with django_assert_num_queries(2):
        client.get(f"{V2}/requests.json?page_size=1")
    with django_assert_num_queries(2):
        client.get(f"{V2}/requests.json?extensions=true&service_code={make.LAMP}&status=open")
