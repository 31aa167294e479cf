"""Three programs that others wrote speak to a running server, every call of theirs, in both forms."""

import itertools

import pytest
from tests import factories as make
from tests.api.open311 import making
from tests.api.open311.making import LAT, LON, V2

itertools.ifilter = filter  # what `three` imports went with Python 2
import civicbot.http  # noqa: E402
import georeport  # noqa: E402
import three  # noqa: E402
from civicbot.open311 import Open311Client  # noqa: E402
from civicbot.registry import Endpoint  # noqa: E402

pytestmark = pytest.mark.django_db(transaction=True)
CITY = "jakarta.go.id"
WEEK = {"start_date": "2026-11-20T00:00:00Z", "end_date": "2026-11-27T00:00:00Z"}


@pytest.fixture
def code():
    return make.report().code


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_everything(live_server, code, form):
    city = georeport.GeoReport(live_server.url + V2, jurisdiction=CITY, output_format=form)
    other = make.report(category=make.LITTER).code

    named = {service["service_code"]: service for service in city.get_service_list()}
    definition = city.get_service_definition(make.LAMP)
    listed = city.get_service_requests(service_request_id=f"{code},{other}")

    assert named[make.LAMP]["type"] == "realtime"
    assert definition["service_code"] == make.LAMP
    assert {one["service_request_id"] for one in listed} == {code, other}
    assert city.get_service_request(code)["service_code"] == make.LAMP
    both = city.get_service_requests(service_code=f"{make.LAMP},{make.LITTER}", status="open,closed")
    assert [one["service_request_id"] for one in both] == [other, code]


def test_civicbot_files_what_it_reads(live_server, code):
    endpoint = Endpoint("city", "City", live_server.url + V2, write=True)
    hurried = civicbot.http.HttpTransport(rate_limiter=civicbot.http.RateLimiter(0))
    city = Open311Client(endpoint, hurried, jurisdiction_id=CITY)

    made = city.create_request(
        make.LAMP,
        dry_run=False,
        confirm="SEND",
        api_key=making.key(),
        validate_remote=True,
        lat=LAT,
        lng=LON,
        description="Lampu mati di depan pasar",
        attributes={"fault": "out"},
    ).response[0]["service_request_id"]

    listed = city.list_requests(service_code=make.LAMP, status="open", service_request_ids=[made, code], page_size=5)
    assert {one["service_request_id"] for one in listed} == {made, code}
    assert city.get_request(made)["description"] == "Lampu mati di depan pasar"
    assert city.get_service_definition(make.LAMP)["attributes"][0]["code"] == "fault"
    with pytest.raises(civicbot.http.HttpError, match="404"):
        city.get_token("no-such-token-anywhere")


def test_three_files_with_a_picture_and_finds_it(live_server, code, tmp_path):
    city = three.Three(live_server.url + V2, api_key=making.key(), jurisdiction=CITY)
    picture = tmp_path / "lamp.jpg"
    picture.write_bytes(make.photo())

    with picture.open("rb") as media:
        (made,) = city.post(
            make.LAMP,
            lat=str(LAT),
            long=str(LON),
            address="Depan pasar",
            name="Siti Aminah",
            phone="0812 3456 7890",
            description="Lampu mati di depan pasar",
            media=media,
            **{"attribute[fault]": "out"},
        )

    (found,) = city.request(made["service_request_id"])
    assert found["media_url"].startswith(live_server.url + "/foto/")
    assert found["address"].startswith("Depan pasar, Pulo Gebang")
    assert "Siti" not in str(found)
    assert {one["service_code"] for one in city.services()} >= {make.LAMP}
    assert city.services(make.LAMP)["service_code"] == make.LAMP
    newest = city.requests(make.LAMP, count=1)
    assert [one["service_request_id"] for one in newest] == [made["service_request_id"]]
    assert city.requests(between=["11-20-2020", "11-27-2020"]) == []
    assert city.discovery()["endpoints"][0]["url"] == live_server.url + V2
    assert city.token("no-such-token-anywhere")[0]["code"] == 404


def test_three_reads_xml(live_server, code):
    city = three.Three(live_server.url + V2, format="xml")

    content = city.get("requests", code, convert=False).decode()

    assert content.startswith('<?xml version="1.0" encoding="utf-8"?>\n<service_requests><request><service_request_id>')
